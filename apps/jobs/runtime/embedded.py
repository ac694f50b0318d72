"""The runtime of the embedded setting: Dramatiq workers as threads, children, the sweeper."""

import os
import socket
from types import TracebackType
from typing import Self

from django.conf import settings
from dramatiq import Worker

from apps.jobs import actors
from apps.jobs.engine import recovery, workplace
from apps.jobs.models import Queue

from .presence import Presence
from .sweeper import Sweeper

WORKER_TIMEOUT_MS = 50
"""How often an idle worker thread looks up; it bounds how long a doorbell may go unheard."""


class Runtime:
    """Runs steps while it is entered.

    Args:
        workers: child processes for the cpu queue; 0 takes ``SKYY_WORKERS``, or one per core.
        step_cache: whether results are used again; None takes ``SKYY_STEP_CACHE``.
        grace: seconds that running steps get to end when the runtime is left.

    ``alone`` says whether no other runtime worked on this data when it was entered.
    """

    def __init__(
        self, workers: int = 0, *, step_cache: bool | None = None, grace: float = 5.0
    ) -> None:
        self.workers = workers or settings.CONFIGURATION.workers or _cores()
        self.alone = False
        self._presence = Presence(settings.DATA / "runtime.lock")
        widths: dict[str, int] = {Queue.CPU: self.workers, Queue.GPU: 1, Queue.IO: 1}
        self._workplace = workplace.Workplace(
            f"{socket.gethostname()}:{os.getpid()}", widths, use_cache=step_cache, grace=grace
        )
        self._sweeper = Sweeper(settings.CONFIGURATION.sweep_seconds)
        # One thread more than steps may run: roll-ups never wait for a step.
        self._worker = Worker(
            actors.broker,
            worker_timeout=WORKER_TIMEOUT_MS,
            worker_threads=sum(widths.values()) + 1,
        )

    def children(self) -> list[int]:
        """Process ids of the child processes."""
        return self._workplace.children()

    def __enter__(self) -> Self:
        # Where no other runtime works on this data, what is running runs nowhere.
        self.alone = self._presence.enter(when_alone=recovery.recover_all)
        workplace.open_here(self._workplace)
        self._worker.start()
        self._sweeper.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workplace.leave()
        self._sweeper.stop()
        self._worker.stop()
        _forget(self._worker)
        workplace.open_here(None)
        self._workplace.close()
        self._presence.leave()


def _forget(worker: Worker) -> None:
    """Dramatiq keeps a middleware for every worker ever started; a stopped one must not hear."""
    actors.broker.middleware[:] = [
        one for one in actors.broker.middleware if getattr(one, "worker", None) is not worker
    ]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
