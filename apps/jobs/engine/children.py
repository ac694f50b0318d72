"""The worker's side of a child process: start it, give it a step, watch over it, replace it."""

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from . import wire

logger = logging.getLogger(__name__)

TICK = 0.5
"""Seconds between two questions of how the claim stands."""

CANCEL_GRACE = 5.0
"""Seconds a cancelled handler has to come to a checkpoint before its process is ended."""

MOST_STEPS = 10_000
MOST_MEMORY = 900 * 1024 * 1024
"""After so many steps, or holding so many bytes between steps, a child is replaced."""

ENVIRONMENT = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1"
)


class Order(Enum):
    """What the watcher says at every tick."""

    GO_ON = "go_on"
    CANCEL = "cancel"
    ABANDON = "abandon"


class How(Enum):
    """How a run ended."""

    DONE = "done"
    PROBLEM = "problem"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"
    TIMED_OUT = "timed_out"
    DIED = "died"


@dataclass(frozen=True)
class Ending:
    """How a run ended, and what the child said last."""

    how: How
    seconds: float = 0.0
    said: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""


class ChildProcess:
    """A reusable child. One thread at a time may call ``run``."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None
        self._ready = select.poll()
        self._steps = 0

    @property
    def pid(self) -> int | None:
        """The process id, while there is a process."""
        return None if self._process is None else self._process.pid

    def run(
        self,
        work: Mapping[str, Any],
        *,
        timeout: float,
        watch: Callable[[], Order],
        progress: Callable[[float], None],
    ) -> Ending:
        """Run one handler to its end.

        Args:
            work: ``handler``, ``params``, ``inputs``, ``results``, ``scratch``; ``tell_begun``:
                whether a first progress of 0 says that the handler was reached.
            timeout: seconds after which the child is killed.
            watch: asked about twice a second.
            progress: told fractions from 0 to 1.
        """
        try:
            connection = self._started()
            wire.send(connection, {**work, "is": "run", "timeout": timeout})
        except OSError:
            return self._died()
        try:
            return self._followed(connection, timeout, watch, progress)
        except BaseException:
            # Nobody may find it in the middle of this step.
            self.kill()
            raise

    def _followed(
        self,
        connection: "Connection[Any, Any]",
        timeout: float,
        watch: Callable[[], Order],
        progress: Callable[[float], None],
    ) -> Ending:
        began = time.monotonic()
        deadline, asked = began + timeout, began
        cancelling = False
        while True:
            now = time.monotonic()
            if now >= deadline:
                self.kill()
                how = How.CANCELLED if cancelling else How.TIMED_OUT
                return Ending(how, now - began)
            if now - asked >= TICK:
                asked = now
                order = watch()
                if order is Order.ABANDON:
                    self.kill()
                    return Ending(How.ABANDONED, now - began)
                if order is Order.CANCEL and not cancelling:
                    cancelling = True
                    deadline = min(deadline, now + CANCEL_GRACE)
                    self._tell_cancel(connection)
            try:
                # Milliseconds, rounded up; asking the connection itself makes a selector each time.
                if not self._ready.poll(min(TICK, deadline - now) * 1000 + 1):
                    continue
                said = wire.receive(connection)
            except (EOFError, OSError, ValueError):
                return self._died()
            if said["is"] == "progress":
                progress(float(said["fraction"]))
                continue
            return self._ended(said)

    def kill(self) -> None:
        """End the process at once; the next run starts a new one."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.wait()

    def _ended(self, said: wire.Message) -> Ending:
        self._steps += 1
        ending = Ending(How(said["is"]), float(said["seconds"]), said)
        if self._steps >= MOST_STEPS or said["memory"] > MOST_MEMORY:
            self.kill()
        return ending

    def _tell_cancel(self, connection: "Connection[Any, Any]") -> None:
        try:
            wire.send(connection, {"is": "cancel"})
        except OSError:
            logger.debug("The child was gone before it could be told to stop")

    def _died(self) -> Ending:
        process = self._process
        code: int | None = None
        if process is not None:
            try:
                code = process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                logger.warning("Child %s closed its pipe and is ended", process.pid)
        self.kill()
        return Ending(How.DIED, words=_exit_words(code))

    def _started(self) -> "Connection[Any, Any]":
        if self._process is not None and self._process.poll() is not None:
            # It ended between two steps, which is no step's fault.
            self.kill()
        if self._connection is None:
            ours, theirs = Pipe()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    [sys.executable, "-m", "apps.jobs.engine.child", str(theirs.fileno())],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    env=_environment(),
                )
            self._connection = ours
            self._ready = select.poll()
            self._ready.register(ours.fileno(), select.POLLIN)
            self._steps = 0
        return self._connection


def _environment() -> dict[str, str]:
    """What a child may know: it reads hostile files, so none of the studio's own settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SKYY_")}
    path = os.pathsep.join(filter(None, sys.path))
    return inherited | ENVIRONMENT | {"PYTHONPATH": path}


def _exit_words(code: int | None) -> str:
    if code is None:
        return "it stopped answering"
    if code < 0:
        return f"ended by signal {signal.Signals(-code).name}"
    return f"ended with exit status {code}"
