"""Has files read in processes apart from the studio's own, kept ready."""

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Collection
from dataclasses import astuple
from pathlib import Path
from typing import Any

from apps.assets.imaging.limits import Limits
from apps.assets.imaging.refusals import damaged
from skyy.api.errors import Code, Problem

from .found import Found
from .reading_child import STARTED
from .sniffing import Reader

SECONDS = 90
"""Longer than any reader is given."""

LARGEST_ANSWER = 1 << 20
"""Bytes."""

AT_ONCE = 4
"""Files that one process has read at the same time, each within its limit of memory."""

_AT_ONCE = threading.BoundedSemaphore(AT_ONCE)
_CHILD = Path(__file__).with_name("reading_child.py")


def read_apart(
    path: Path, reader: Reader, kinds: Collection[str], role: str, limits: Limits
) -> Found:
    """``reading.read`` in a process of its own, with limits of memory and time.

    Raises:
        Problem: as ``reading.read``; ``photo.unreadable``, ``model.unreadable`` or
            ``document.unreadable`` for a file that ended its reader; ``service.unavailable`` when
            no process can be had.
    """
    message = json.dumps([str(path.resolve()), reader, sorted(kinds), role, astuple(limits)])
    try:
        said = _ask(message) if hasattr(socket, "send_fds") else _ask_alone(message)
    except OSError as error:
        words = "Files cannot be looked at now. Nothing was kept; try again later."
        raise Problem(Code.SERVICE_UNAVAILABLE, words) from error
    if said is None:
        raise _ended(reader)
    answer: dict[str, Any] = json.loads(said)
    if "problem" in answer:
        code, words = answer["problem"]
        raise Problem(Code(code), words)
    return Found(*answer["found"])


class _Readers:
    """The process that forks for each file; one for each process of the studio."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def begin(self, message: bytes) -> socket.socket:
        """Have a file read; return the socket that its answer comes from.

        Raises:
            OSError: no process can be had.
        """
        with self._lock:
            if self._control is not None and self._owner == os.getpid():
                # It may have been ended since the last file.
                with contextlib.suppress(OSError):
                    return _handed(self._control, message)
            return _handed(self._start(), message)

    def stop(self) -> None:
        """End it; the next file starts another."""
        with self._lock:
            self._forget()

    def _start(self) -> socket.socket:
        self._forget()
        ours, theirs = socket.socketpair()
        with theirs:
            # The program is our own; none of the studio's settings go with it.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", str(_CHILD)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=_environment(),
            )
        self._control, self._owner = ours, os.getpid()
        return ours

    def _forget(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


READERS = _Readers()
atexit.register(READERS.stop)


def _handed(control: socket.socket, message: bytes) -> socket.socket:
    """Send a message with the socket for its answer; wait until somebody has taken it."""
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            socket.send_fds(control, [message], [theirs.fileno()])
        ours.settimeout(SECONDS)
        if ours.recv(1) != STARTED:
            raise OSError("The process that reads files has ended.")
    except BaseException:
        ours.close()
        raise
    return ours


def _ask(message: str) -> bytes | None:
    """What the reader answers; ``None`` when it ended without an answer, or was too slow."""
    if not _AT_ONCE.acquire(timeout=SECONDS):
        raise OSError("Too many files are being read.")
    try:
        with READERS.begin(message.encode()) as answer:
            return _all_of(answer)
    finally:
        _AT_ONCE.release()


def _all_of(answer: socket.socket) -> bytes | None:
    said = b""
    try:
        while piece := answer.recv(1 << 16):
            said += piece
            if len(said) > LARGEST_ANSWER:
                return None
    except (TimeoutError, ConnectionError):
        return None
    return said or None


def _ask_alone(message: str) -> bytes | None:
    """The same where processes cannot fork: one is started for the file."""
    try:
        # The program is our own; the message is an argument of its own and no shell reads it.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD), message],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env=_environment(),
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return done.stdout


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    # A process with threads does not fork well.
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _ended(reader: Reader) -> Problem:
    if reader == "picture":
        return damaged()
    code = Code.MODEL_UNREADABLE if reader == "model" else Code.DOCUMENT_UNREADABLE
    what = "model" if reader == "model" else "document"
    words = f"The {what} cannot be read: it asks for more memory or time than a file is given."
    return Problem(code, words)
