"""Waiting until the operator or the system ends this process."""

import os
import select
import signal
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGINT)


class Told:
    """Hears SIGTERM and Ctrl-C from when it is made. Make it in the main thread."""

    def __init__(self) -> None:
        self._heard, self._said = os.pipe()
        for number in ENDING:
            signal.signal(number, self._hear)

    def wait(self, seconds: float | None = None) -> bool:
        """Block until the process is told to end, or for so long; return whether it was told."""
        # A pipe, not a lock: a handler may interrupt whoever holds the lock.
        return bool(select.select([self._heard], [], [], seconds)[0])

    def _hear(self, number: int, frame: FrameType | None) -> None:
        os.write(self._said, b"!")
