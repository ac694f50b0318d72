"""What a process that runs steps is made of: ears, eyes, children, a sign of life."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

import dramatiq
from django.conf import settings

from apps.jobs import actors
from apps.jobs.engine import workplace
from apps.jobs.engine.doorbell import CONTROL

from .chores import chores
from .heartbeat import Heartbeat
from .identity import process_name
from .lookout import Lookout
from .repeating import Repeating

WORKER_TIMEOUT_MS = 50
"""How often an idle worker thread looks up; it bounds how long a doorbell may go unheard."""


class Worker:
    """Runs steps while it is entered. One per process.

    Args:
        widths: how many steps of each queue may run here at once; queues not named are not heard.
        step_cache: whether results are used again; None takes ``SKYY_STEP_CACHE``.
        grace: seconds that running steps get to end when it is left; then they are given back.
    """

    def __init__(
        self, widths: Mapping[str, int], *, step_cache: bool | None = None, grace: float = 5.0
    ) -> None:
        name = process_name()
        look = settings.CONFIGURATION.sweep_seconds
        self._workplace = workplace.Workplace(
            name, widths, use_cache=step_cache, grace=grace, respite=1.5 * look
        )
        self._heartbeat = Heartbeat(name, widths, self._workplace.children)
        self._lookout = Lookout(self._workplace, widths, look)
        self._chores = [
            Repeating(chore.name, chore.interval, chore.function)
            for chore in chores()
            if chore.everywhere
        ]
        # One thread more than steps may run: roll-ups never wait for a step.
        self._ears = dramatiq.Worker(
            actors.broker,
            queues={*widths, CONTROL},
            worker_timeout=WORKER_TIMEOUT_MS,
            worker_threads=sum(widths.values()) + 1,
        )

    def children(self) -> list[int]:
        """Process ids of the child processes."""
        return self._workplace.children()

    def __enter__(self) -> Self:
        workplace.open_here(self._workplace)
        self._ears.start()
        self._lookout.start()
        self._heartbeat.start()
        for chore in self._chores:
            chore.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workplace.leave()
        self._heartbeat.drain()
        for chore in self._chores:
            chore.stop()
        self._lookout.stop()
        self._ears.stop()
        _forget(self._ears)
        workplace.open_here(None)
        self._workplace.close()
        self._heartbeat.stop()


def connections_needed(widths: Mapping[str, int]) -> int:
    """How many database connections a worker may hold at once: one per thread that asks."""
    # Steps; roll-ups; lookout, heartbeat and the chores done everywhere.
    return sum(widths.values()) + 1 + 2 + len([chore for chore in chores() if chore.everywhere])


def _forget(ears: dramatiq.Worker) -> None:
    """Dramatiq keeps a middleware for every worker ever started; a stopped one must not hear."""
    actors.broker.middleware[:] = [
        one for one in actors.broker.middleware if getattr(one, "worker", None) is not ears
    ]
