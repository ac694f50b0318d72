"""Who works beside whom in one worker process."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Floor:
    """Many may work at once, or one alone.

    Who must be alone goes first: while one waits for the others to end, nobody else comes in, or
    in a busy process it would wait for ever. Nobody waits to be alone after somebody who is alone
    already: those two together would keep the others out for twice as long.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._working = 0
        self._alone = False
        self._waiting_alone = 0

    def is_open(self) -> bool:
        """Whether somebody who need not be alone would find a place now."""
        with self._changed:
            return self._is_free(alone=False)

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

    def _is_free(self, alone: bool) -> bool:
        return not (self._working if alone else self._alone or self._waiting_alone)

    def _enter(self, alone: bool, waiting: Callable[[], bool]) -> bool:
        with self._changed:
            self._waiting_alone += alone
        try:
            while True:
                with self._changed:
                    if self._is_free(alone):
                        self._alone = alone
                        self._working += 1
                        return True
                    if alone and self._alone:
                        return False
                # Without the lock: it may ask a database that hangs.
                if not waiting():
                    return False
                with self._changed:
                    if not self._is_free(alone):
                        self._changed.wait(timeout=1)
        finally:
            if alone:
                with self._changed:
                    self._waiting_alone -= 1
                    # Where it gave up, those it kept out may come in.
                    self._changed.notify_all()

    def _leave(self, alone: bool) -> None:
        with self._changed:
            self._working -= 1
            if alone:
                self._alone = False
            self._changed.notify_all()
