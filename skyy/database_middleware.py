"""Gives a worker thread's database connection back when it went stale or the thread ends."""

from typing import Any

from django.db import close_old_connections, connections
from dramatiq import Middleware


class CloseConnections(Middleware):
    """Django closes connections at the end of a request; worker threads have none."""

    def before_process_message(self, broker: Any, message: Any) -> None:
        close_old_connections()

    def after_process_message(
        self, broker: Any, message: Any, *, result: Any = None, exception: Any = None
    ) -> None:
        close_old_connections()

    def before_worker_thread_shutdown(self, broker: Any, thread: Any) -> None:
        connections.close_all()
