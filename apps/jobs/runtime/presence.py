"""Who works on a data folder: locks on a file, which the system releases however a process ends."""

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import IO


class Presence:
    """A runtime's sign of life. Every living one holds the lock shared."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def enter(self, when_alone: Callable[[], None]) -> bool:
        """Show presence; first call ``when_alone`` if no other lives, and return whether so."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            alone = False
        else:
            alone = True
            when_alone()
        # Waits only while another one that came alone is still clearing up.
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return alone

    def leave(self) -> None:
        """Be gone."""
        if self._file is not None:
            self._file.close()
            self._file = None
