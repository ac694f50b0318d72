"""The runtime of the embedded setting: a worker for every queue and the scheduler, as threads."""

from types import TracebackType
from typing import Self

from django.conf import settings

from apps.jobs.engine import recovery
from apps.jobs.models import Queue

from .presence import Presence
from .scheduler import Scheduler
from .widths import width_of
from .worker import Worker


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
        self.workers = workers or width_of(Queue.CPU)
        self.alone = False
        self._presence = Presence(settings.DATA / "runtime.lock")
        widths = {queue: width_of(queue) for queue in Queue.values} | {Queue.CPU: self.workers}
        self._worker = Worker(widths, step_cache=step_cache, grace=grace)
        self._scheduler = Scheduler()

    def children(self) -> list[int]:
        """Process ids of the child processes."""
        return self._worker.children()

    def __enter__(self) -> Self:
        # Where no other runtime works on this data, what is running runs nowhere.
        self.alone = self._presence.enter(when_alone=recovery.recover_all)
        self._worker.__enter__()
        self._scheduler.start(alone=self.alone)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._scheduler.stop()
        self._worker.__exit__(kind, error, trace)
        self._presence.leave()
