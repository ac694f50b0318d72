"""How many threads of a process may drain a queue at once, without a ring being lost."""

import threading
from collections.abc import Callable


class Gate:
    """Lets ``width`` callers work at once; whoever comes too many is remembered, not kept waiting.

    A ring that is turned away may announce work that those inside have just overlooked, so one of
    them looks again before it leaves.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._inside = 0
        self._again = False
        self._lock = threading.Lock()

    def work(self, once: Callable[[], None]) -> None:
        """Call ``once``, again as long as others were turned away, or return at once if full."""
        with self._lock:
            if self._inside >= self.width:
                self._again = True
                return
            self._inside += 1
        try:
            while True:
                with self._lock:
                    self._again = False
                once()
                with self._lock:
                    if not self._again:
                        self._inside -= 1
                        return
        except BaseException:
            with self._lock:
                self._inside -= 1
            raise
