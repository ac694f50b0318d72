"""Reads files from outside in processes of their own: a damaged or hostile one can end its process,
fill its memory or keep it busy, and the studio goes on.

Started once by ``apart`` with a socket as standard input. It loads the readers, then forks for
every file: what a file does to its reader ends with it, and nobody waits for Python to start. A
message is JSON, [path, reader, kinds, role, [max_pixels, max_side, min_side]], and with it comes
the socket on which the fork writes ``STARTED`` and its answer: {"found": [...]} or
{"problem": [...]}, with the most memory it held as "peak". The next message comes after
``STARTED``.

Where processes cannot fork, called with the message as an argument; the answer goes to stdout.
"""

import gc
import json
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

resource: ModuleType | None
try:
    import resource
except ImportError:  # not on Windows: the caller's time limit holds there
    resource = None

MEMORY_BYTES = 512_000_000
MODEL_MEMORY_BYTES = 2_000_000_000
"""Models are read whole, with buffers of up to 256 MB; they have a gate of their own."""

SECONDS = 60
STARTED = b"+"
MESSAGE_BYTES = 1 << 16


def main() -> int:
    """Serve until the other end of the socket is closed."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    import cv2
    from PIL import Image

    from apps.assets.content import reading

    # A process with threads does not fork well; what is loaded here need not be for every file.
    cv2.setNumThreads(0)
    Image.init()
    if len(sys.argv) > 1:
        _limit(sys.argv[1])
        sys.stdout.write(json.dumps(_answer(reading, sys.argv[1])))
        return 0
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=0) as control:
        _serve(control, reading)
    return 0


def _serve(control: socket.socket, reading: Any) -> None:
    while True:
        message, passed, _flags, _address = socket.recv_fds(control, MESSAGE_BYTES, 1)
        if not message:
            return
        if os.fork() == 0:
            status = 1
            try:
                # Whoever waits on the control socket must not wait for this file.
                control.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _one(message.decode(), passed[0], reading)
                status = 0
            finally:
                if status:
                    # Whoever waits learns that there is no answer; why, the studio's log says.
                    traceback.print_exc()
                os._exit(status)
        os.close(passed[0])


def _one(message: str, answer_to: int, reading: Any) -> None:
    with socket.socket(fileno=answer_to) as reply:
        reply.sendall(STARTED)
        _limit(message)
        signal.alarm(SECONDS)
        answer = _answer(reading, message) | {"peak": _peak()}
        reply.sendall(json.dumps(answer).encode())


def _answer(reading: Any, message: str) -> dict[str, Any]:
    from apps.assets.imaging.limits import Limits
    from skyy.api.errors import Problem

    path, reader, kinds, role, limits = json.loads(message)
    try:
        found = reading.read(Path(path), reader, frozenset(kinds), role, Limits(*limits))
    except Problem as problem:
        return {"problem": [problem.code.value, problem.message]}
    return {
        "found": [found.kind, found.media_type, found.width, found.height, found.facts],
    }


def _peak() -> int | None:
    """Bytes held at once at most, as far as the system says so."""
    if resource is None:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit


def _limit(message: str) -> None:
    if resource is None:
        return
    most = MODEL_MEMORY_BYTES if json.loads(message)[1] == "model" else MEMORY_BYTES
    # What is mapped from a file is the system's to drop; everything else counts.
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
