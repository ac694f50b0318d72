"""What a worker process brings to work: its name, its children, and when it leaves."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from . import doorbell
from .children import ChildProcess
from .claims import Claim, claim, renew
from .execution import execute
from .failing import give_back
from .floor import Floor
from .gate import Gate


class Workplace:
    """One per worker process that runs steps.

    Args:
        name: what people see in ``Step.claimed_by``; it is an attribute too.
        widths: how many steps of each queue may run here at once.
        use_cache: whether results are used again; None asks the settings.
        grace: seconds that running steps get to end once the workplace is left.
        respite: seconds for which nobody is alone here after somebody was: longer than it takes
            until all queues are looked at again, or one suspect after the other would keep out
            what waits in them.
    """

    def __init__(
        self,
        name: str,
        widths: Mapping[str, int],
        *,
        use_cache: bool | None = None,
        grace: float = 5.0,
        respite: float = 3.0,
    ) -> None:
        self.name = name
        self._gates = {str(queue): Gate(width) for queue, width in widths.items()}
        self._use_cache = use_cache
        self._grace = grace
        self._respite = respite
        self._open_until = 0.0
        self._floor = Floor()
        self._leaving = threading.Event()
        self._left_at = float("inf")
        self._children: list[ChildProcess] = []
        self._idle: list[ChildProcess] = []
        self._lock = threading.Lock()

    def drain(self, queue: str) -> None:
        """Claim and run steps of a queue until there are none; return at once when it is full."""
        gate = self._gates.get(str(queue))
        if gate is not None:
            gate.work(lambda: self._drain(queue))

    def leave(self) -> None:
        """Claim nothing more; steps still running after the grace time are given back."""
        self._left_at = time.monotonic() + self._grace
        self._leaving.set()

    def close(self) -> None:
        """End the child processes."""
        for child in self._children:
            child.kill()

    def children(self) -> list[int]:
        """Process ids of the children that live."""
        return [child.pid for child in self._children if child.pid is not None]

    def _drain(self, queue: str) -> None:
        ran = False
        while not self._leaving.is_set():
            # What is claimed while somebody must be alone here would wait, and no other could run
            # it.
            if not self._floor.is_open():
                if ran:
                    # Who ends a step hears of the next one without a ring: somebody else must now.
                    doorbell.ring(queue)
                return
            claims = claim(queue, worker=self.name)
            if not claims:
                return
            ran = True
            rest = self._open_until - time.monotonic()
            if claims[0].alone and rest > 0:
                give_back(claims[0], rest=rest)
            else:
                self._run_on(claims[0])

    def _run_on(self, claimed: Claim | None) -> None:
        """Run a step, and those to go on with."""
        was_alone = False
        try:
            while claimed is not None:
                was_alone |= claimed.alone
                claimed = self._run(claimed)
        finally:
            if was_alone:
                self._open_until = time.monotonic() + self._respite
                self._ring_for_kept_out()

    def _ring_for_kept_out(self) -> None:
        """Wake those who heard a ring while somebody was alone here, and left it at that."""
        for queue, gate in self._gates.items():
            doorbell.ring(queue, gate.width)

    def _run(self, claimed: Claim) -> Claim | None:
        """Run a step; return the claim of the one to go on with."""

        def waiting() -> bool:
            # Others may run at once what somebody keeps out here.
            return claimed.alone and not self._leaving.is_set() and renew(claimed)

        def go_on() -> bool:
            return not self._leaving.is_set() and self._floor.is_open()

        with self._floor.place(alone=claimed.alone, waiting=waiting) as got:
            if not got:
                give_back(claimed)
                return None
            with self._child() as child:
                return execute(
                    claimed,
                    child,
                    use_cache=self._use_cache,
                    stopping=self._must_go,
                    go_on=go_on,
                )

    def _must_go(self) -> bool:
        return time.monotonic() >= self._left_at

    @contextmanager
    def _child(self) -> Iterator[ChildProcess]:
        """Lend the child that was used last: its modules are loaded and its memory is warm."""
        with self._lock:
            if not self._idle:
                self._idle.append(ChildProcess())
                self._children.append(self._idle[-1])
            child = self._idle.pop()
        try:
            yield child
        finally:
            with self._lock:
                self._idle.append(child)


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
