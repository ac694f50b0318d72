"""Starting a server, waiting until it answers, ending it whatever happened."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

START_SECONDS = 60.0


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return as many different ones."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def plain_user() -> str | None:
    """Return a user without rights to run servers as that refuse root; None where we are none."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


class Server:
    """A child process in a process group of its own."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        *,
        user: str | None = None,
        environment: Mapping[str, str] | None = None,
        name: str = "",
    ) -> None:
        self._command = list(command)
        self._log = folder / f"{name or Path(command[0]).name}.log"
        self._user = user
        self._environment = dict(environment or {})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, ready: Callable[[], bool]) -> None:
        """Start and wait until ``ready``.

        Raises:
            RuntimeError: it ended, or is not ready in time; the end of its log is in the message.
        """
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                user=self._user,
                env=os.environ | self._environment,
            )
        until = time.monotonic() + START_SECONDS
        while not ready():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                tail = self._log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{self._command[0]} did not start:\n{tail}")
            time.sleep(0.05)

    def tell(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Tell it to end, and do not wait. Its children hear of it from itself."""
        if self.process is not None:
            self.process.send_signal(number)

    def is_dead(self) -> bool:
        """Whether it was started, not told to end, and ended."""
        process = self.process
        return process is not None and process.poll() is not None

    def clear_away(self) -> None:
        """End what a process that died has left behind: children that still hold its port."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM, *, patience: float = 15.0) -> None:
        """End it and wait; what does not listen is killed."""
        self.tell(number)
        process, self.process = self.process, None
        if process is None:
            return
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def listens(port: int) -> bool:
    """Whether somebody takes connections on a port of the loopback."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
