"""Proof that one runtime alone works on a data folder: a lock that dies with its process."""

import fcntl
from pathlib import Path
from typing import IO


class SingleRuntime:
    """An exclusive lock on a file; the system releases it however the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    @property
    def held(self) -> bool:
        """Whether this one has the lock."""
        return self._file is not None

    def acquire(self) -> bool:
        """Take the lock; return False when another runtime lives."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None
