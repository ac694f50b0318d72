"""Who works beside whom in one worker process."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Floor:
    """Many may work at once, or one alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._working = 0
        self._alone = False

    @contextmanager
    def place(self, *, alone: bool, waiting: Callable[[], bool]) -> Iterator[bool]:
        """Hold a place; wait until there is one.

        Args:
            alone: nobody else may hold a place meanwhile.
            waiting: asked now and then while there is none; False gives up.

        Yields:
            Whether there is a place.
        """
        got = self._enter(alone, waiting)
        try:
            yield got
        finally:
            if got:
                self._leave(alone)

    def _enter(self, alone: bool, waiting: Callable[[], bool]) -> bool:
        with self._changed:
            while self._alone or (alone and self._working):
                if not waiting():
                    return False
                self._changed.wait(timeout=1)
            self._alone = alone
            self._working += 1
            return True

    def _leave(self, alone: bool) -> None:
        with self._changed:
            self._working -= 1
            if alone:
                self._alone = False
            self._changed.notify_all()
