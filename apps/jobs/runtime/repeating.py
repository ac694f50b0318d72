"""A thread that does something again and again and survives its failing."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

IDLE_TICK = 0.5
"""Seconds between two questions whether it may be done here."""

SHORT = 60.0
"""What comes round faster than this is done at once; what is slower waits its first turn."""


class Repeating(threading.Thread):
    """Calls ``function`` every ``interval`` seconds until it is stopped.

    Args:
        function: returns True to be called again at once.
        may: asked each time; while it says no, nothing is done.
        end: called once, in this thread, after the last time.
    """

    def __init__(
        self,
        name: str,
        interval: float,
        function: Callable[[], bool | None],
        may: Callable[[], bool] = lambda: True,
        end: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name=f"skyy-{name}", daemon=True)
        self._interval = interval
        self._function = function
        self._may = may
        self._end = end
        self._stopped = threading.Event()

    def run(self) -> None:
        """Do it when it is due; a failure is logged, and it is done again when it is due."""
        due = time.monotonic() + (0.0 if self._interval < SHORT else self._interval)
        while not self._stopped.wait(self._pause(due)):
            if self._may() and time.monotonic() >= due:
                again = self._once()
                due = time.monotonic() + (0.0 if again else self._interval)
        try:
            self._end()
        except Exception:
            logger.exception("%s did not end well", self.name)
        connections.close_all()

    def stop(self) -> None:
        """Stop, and wait for what is under way."""
        self._stopped.set()
        if self.is_alive():
            self.join()

    def _pause(self, due: float) -> float:
        left = max(0.0, due - time.monotonic())
        return left if left or self._may() else IDLE_TICK

    def _once(self) -> bool:
        try:
            # True and nothing else: many functions return how much they did.
            return self._function() is True
        except Exception:
            logger.exception("%s failed; it is tried again", self.name)
            return False
        finally:
            close_old_connections()
