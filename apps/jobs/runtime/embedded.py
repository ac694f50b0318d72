"""The runtime of the embedded setting: Dramatiq workers as threads, children, the sweeper."""

import os
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import connections
from dramatiq import Worker

from apps.jobs import actors
from apps.jobs.engine import recovery, workplace
from apps.jobs.models import Queue

from .single import SingleRuntime
from .sweeper import Sweeper

WORKER_TIMEOUT_MS = 50
"""How often an idle worker thread looks up; it bounds how long a doorbell may go unheard."""


class Runtime:
    """Runs steps while it is entered.

    Args:
        workers: child processes for the cpu queue; 0 takes ``SKYY_WORKERS``, or one per core.
        step_cache: whether results are used again; None takes ``SKYY_STEP_CACHE``.
        grace: seconds that running steps get to end when the runtime is left.
    """

    def __init__(
        self, workers: int = 0, *, step_cache: bool | None = None, grace: float = 5.0
    ) -> None:
        self.workers = workers or settings.CONFIGURATION.workers or _cores()
        self._single = SingleRuntime(_lock_file())
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

    @property
    def alone(self) -> bool:
        """Whether no other runtime works on this data."""
        return self._single.held

    def children(self) -> list[int]:
        """Process ids of the child processes."""
        return self._workplace.children()

    def __enter__(self) -> Self:
        self._single.acquire()
        if self.alone:
            # No other runtime works on this data: what is running runs nowhere.
            recovery.recover_all()
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
        self._single.release()


def _forget(worker: Worker) -> None:
    """Dramatiq keeps a middleware for every worker ever started; a stopped one must not hear."""
    actors.broker.middleware[:] = [
        one for one in actors.broker.middleware if getattr(one, "worker", None) is not worker
    ]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lock_file() -> Path:
    return Path(connections["default"].settings_dict["NAME"]).with_suffix(".runtime")
