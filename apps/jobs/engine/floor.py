"""Who works beside whom in one worker process."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Floor:
    """Many may work at once, or one alone.

    Who must be alone goes first: while one waits for the others to end, nobody else comes in, or
    in a busy process it would wait for ever.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._working = 0
        self._alone = False
        self._waiting_alone = 0

    def is_open(self) -> bool:
        """Whether somebody who need not be alone would find a place now."""
        with self._changed:
            return not self._shut()

    @contextmanager
    def place(self, *, alone: bool, waiting: Callable[[], bool]) -> Iterator[bool]:
        """Hold a place; wait until there is one.

        Args:
            alone: nobody else may hold a place meanwhile.
            waiting: asked now and then while there is none; False gives up.

        Yields:
            Whether there is a place.
        """
        got = self._enter_alone(waiting) if alone else self._enter(waiting)
        try:
            yield got
        finally:
            if got:
                self._leave(alone)

    def _shut(self) -> bool:
        return self._alone or self._waiting_alone > 0

    def _enter(self, waiting: Callable[[], bool]) -> bool:
        with self._changed:
            while self._shut():
                if not waiting():
                    return False
                self._changed.wait(timeout=1)
            self._working += 1
            return True

    def _enter_alone(self, waiting: Callable[[], bool]) -> bool:
        with self._changed:
            self._waiting_alone += 1
            try:
                while self._working:
                    if not waiting():
                        return False
                    self._changed.wait(timeout=1)
                self._alone = True
                self._working += 1
                return True
            finally:
                self._waiting_alone -= 1
                # Where it gave up, those it kept out may come in.
                self._changed.notify_all()

    def _leave(self, alone: bool) -> None:
        with self._changed:
            self._working -= 1
            if alone:
                self._alone = False
            self._changed.notify_all()
