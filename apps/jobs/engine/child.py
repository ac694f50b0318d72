"""The child process: reads what to run from a pipe, runs handlers one after the other.

Started as ``python -m apps.jobs.engine.child <descriptor>``. Nothing here or in a handler sets up
Django, so a child starts fast and stays small.
"""

import contextlib
import importlib
import os
import queue
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from skyy.api.errors import Problem

from . import wire
from .handler import Cancelled, Handler, Outcome, StepRun

PROGRESS_INTERVAL = 0.25
"""Seconds between two messages of progress."""

ORPHAN_GRACE = 30
"""Seconds past its time-out after which a handler whose worker died is ended from within."""


class _Run(StepRun):
    """Makes its scratch folder when it is asked for it."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name == "scratch":
            value.mkdir(parents=True, exist_ok=True)
        return value


class Child:
    """One end of the pipe; the main thread runs handlers, another one listens."""

    def __init__(self, connection: "Connection[Any, Any]") -> None:
        self._connection = connection
        self._cancelled = threading.Event()
        self._asked: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()

    def serve(self) -> None:
        """Run what is asked for until the worker hangs up, which ends the process."""
        threading.Thread(target=self._listen, name="pipe", daemon=True).start()
        while True:
            self._run(self._asked.get())

    def _listen(self) -> None:
        while True:
            try:
                message = wire.receive(self._connection)
            except (EOFError, OSError, ValueError):
                # The worker is gone; whatever runs here is nobody's any more.
                os._exit(0)
            if message["is"] == "cancel":
                self._cancelled.set()
            else:
                self._cancelled.clear()
                self._asked.put(message)

    def _run(self, asked: wire.Message) -> None:
        # Kept by the kernel, which ends the process: it also ends native code that hangs.
        signal.setitimer(signal.ITIMER_REAL, asked["timeout"] + ORPHAN_GRACE)
        began = time.perf_counter()
        answer = self._outcome(asked)
        answer |= {"seconds": time.perf_counter() - began, "memory": _memory()}
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            wire.send(self._connection, answer)
        except (TypeError, ValueError) as error:
            wire.send(
                self._connection,
                {
                    "is": "failed",
                    "message": f"its result cannot be kept: {error}",
                    "traceback": "",
                    "seconds": answer["seconds"],
                    "memory": answer["memory"],
                },
            )

    def _outcome(self, asked: wire.Message) -> wire.Message:
        try:
            handler = _load(asked["handler"])
            run = self._step_run(asked)
            if asked.get("tell_begun"):
                # Whoever is blamed for a death must have begun.
                wire.send(self._connection, {"is": "progress", "fraction": 0.0})
            return _done(handler(run))
        except Cancelled:
            return {"is": "cancelled"}
        except Problem as problem:
            return {"is": "problem", "error": problem.as_error()}
        except BaseException as error:  # noqa: BLE001 - told to the worker, which logs it
            return {
                "is": "failed",
                "message": f"{type(error).__name__}: {error}",
                "traceback": traceback.format_exc(),
            }

    def _step_run(self, asked: wire.Message) -> StepRun:
        return _Run(
            params=asked["params"],
            inputs={name: Path(path) for name, path in asked["inputs"].items()},
            results=asked["results"],
            scratch=Path(asked["scratch"]),
            progress=self._progress(),
            checkpoint=self._checkpoint,
        )

    def _progress(self) -> Callable[[float], None]:
        last = time.monotonic()

        def tell(fraction: float) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_INTERVAL:
                last = now
                share = min(1.0, max(0.0, float(fraction)))
                wire.send(self._connection, {"is": "progress", "fraction": share})

        return tell

    def _checkpoint(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled


def _load(name: str) -> Handler:
    place, _, function = name.partition("@")[0].partition(":")
    handler = cast("Handler", getattr(importlib.import_module(place), function))
    if "cv2" in sys.modules:
        # One thread per child: there are as many children as cores.
        sys.modules["cv2"].setNumThreads(1)
    return handler


def _done(outcome: Outcome) -> wire.Message:
    return {
        "is": "done",
        "result": dict(outcome.result),
        "files": {
            name: {"path": str(file.path), "media_type": file.media_type, "storage": file.storage}
            for name, file in outcome.files.items()
        },
        "reuse": dict(outcome.reuse),
    }


def _memory() -> int:
    """Bytes resident now, or at the most so far where the system does not say."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize()
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main() -> None:
    """Serve on the descriptor named on the command line."""
    # The worker decides what an interrupt means; it hangs up or kills.
    for interrupt in (signal.SIGINT, signal.SIGTERM):
        signal.signal(interrupt, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    Child(Connection(int(sys.argv[1]))).serve()


if __name__ == "__main__":
    main()
