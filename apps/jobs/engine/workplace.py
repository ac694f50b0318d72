"""What a worker process brings to work: its name, a child per thread, and when it leaves."""

import logging
import threading
import time

from .children import ChildProcess
from .claims import Claim, claim, renew
from .execution import execute
from .failing import give_back
from .floor import Floor

logger = logging.getLogger(__name__)


class Workplace:
    """One per worker process that runs steps."""

    def __init__(self, name: str, *, use_cache: bool | None = None, grace: float = 5.0) -> None:
        self.name = name
        self._use_cache = use_cache
        self._grace = grace
        self._floor = Floor()
        self._leaving = threading.Event()
        self._left_at = float("inf")
        self._local = threading.local()
        self._children: list[ChildProcess] = []
        self._lock = threading.Lock()

    def drain(self, queue: str) -> None:
        """Claim and run steps of a queue until there are none."""
        worker = f"{self.name} {threading.current_thread().name}"
        while not self._leaving.is_set():
            claims = claim(queue, worker=worker)
            if not claims:
                return
            self._run(claims[0])

    def leave(self) -> None:
        """Claim nothing more; steps still running after the grace time are given back."""
        self._left_at = time.monotonic() + self._grace
        self._leaving.set()

    def close(self) -> None:
        """End the child processes."""
        with self._lock:
            children, self._children = self._children, []
        for child in children:
            child.kill()

    def _run(self, claimed: Claim) -> None:
        def waiting() -> bool:
            return not self._leaving.is_set() and renew(claimed)

        with self._floor.place(alone=claimed.alone, waiting=waiting) as got:
            if got:
                execute(claimed, self._child(), use_cache=self._use_cache, stopping=self._must_go)
            else:
                give_back(claimed)

    def _must_go(self) -> bool:
        return time.monotonic() >= self._left_at

    def _child(self) -> ChildProcess:
        child: ChildProcess | None = getattr(self._local, "child", None)
        if child is None:
            child = self._local.child = ChildProcess()
            with self._lock:
                self._children.append(child)
        return child


_here: Workplace | None = None


def open_here(workplace: Workplace | None) -> None:
    """Name this process's workplace, or none."""
    global _here  # noqa: PLW0603 - one per process
    _here = workplace


def drain(queue: str) -> None:
    """Run what is ready in a queue; nothing where no work is done (a web process, a test)."""
    here = _here
    if here is not None:
        here.drain(queue)
