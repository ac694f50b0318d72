"""The whole of Skyy in the production setting on one machine: real servers, real processes."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from skyy.configuration import ROOT
from skyy.secret_key import load_or_create

from .back_off import BackOff
from .postgres import Postgres, postgres
from .process import START_SECONDS, Server, free_port, listens
from .redis import Redis, redis
from .s3 import S3, s3
from .session import environment

WATCH_SECONDS = 0.25
STOP_SECONDS = 30.0

Part = Postgres | Redis | S3


class Ending(Protocol):
    """Something that is told when to end."""

    def wait(self, seconds: float | None = None) -> bool: ...


@dataclass(frozen=True)
class Standing:
    """What runs: where people reach it, the Owner's name and password, and the logs."""

    address: str
    administrator: str
    logs: Path


class Stack:
    """PostgreSQL, Redis, S3, web, two CPU workers, a GPU-queue worker, two schedulers.

    Args:
        folder: data and logs; kept, so that the next start goes on where this one ended.
        port: the web server's; 0 takes a free one.
        say: told in words when something died and was started again.
        settings: the module of the setting.
        more: environment beside what the setting needs.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        say: Callable[[str], object],
        settings: str = "skyy.settings.production",
        more: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self.port = port or free_port()
        self._say = say
        self._settings = settings
        self._more = dict(more or {})
        self._back_offs: defaultdict[str, BackOff] = defaultdict(BackOff)
        self._repairing = threading.Lock()
        self.environment: dict[str, str] = {}
        self.processes: dict[str, Server] = {}
        self.parts: dict[str, Part] = {}

    @contextlib.contextmanager
    def running(self) -> Iterator[Standing]:
        """Start everything; end everything when the block is left.

        Raises:
            PartMissing: a server is not on this machine.
        """
        logs = self._folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            database = stack.enter_context(postgres(self._folder / "postgres"))
            doorbells = stack.enter_context(redis(self._folder / "redis"))
            files = stack.enter_context(s3(self._folder / "s3"))
            self.parts = {"PostgreSQL": database, "Redis": doorbells, "S3": files}
            self.environment = environment(database.url, doorbells.url, files.address) | {
                "DJANGO_SETTINGS_MODULE": self._settings,
                "SKYY_DATA": str(self._folder / "data"),
                # The same at the next start, or everybody would be signed out.
                "SKYY_SECRET_KEY": load_or_create(self._folder / "secret_key"),
                "SKYY_PROVIDER_KEY": load_or_create(self._folder / "provider_key"),
                "PYTHONUNBUFFERED": "1",
                **self._more,
            }
            for command in (["migrate", "--noinput"], ["collectstatic", "--noinput"]):
                self.manage(*command)
            administrator = self.manage("administrator").strip()
            stack.callback(self._stop)
            for name, command in self._commands().items():
                self._start(name, command)
            self._wait_for_web()
            yield Standing(f"http://127.0.0.1:{self.port}/", administrator, logs)

    def manage(self, *arguments: str) -> str:
        """Run a management command in the stack's setting and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def watch_over(self, ending: Ending) -> None:
        """Start again what dies, until told to end; what dies again at once waits longer."""
        while not ending.wait(WATCH_SECONDS):
            with self._repairing:
                self._repair()

    @contextlib.contextmanager
    def held_down(self, name: str, number: signal.Signals | None = None) -> Iterator[None]:
        """Take a part away for the time of the block.

        Args:
            number: the signal it is ended with; None ends it as an operator would.
        """
        part = self.parts[name]
        # Where two want it away at once, the first to be done brings it back.
        with self._repairing:
            if number is not None and part.server is not None and part.server.process is not None:
                part.server.tell(number)
                part.server.process.wait()
            part.stop()
        yield
        with self._repairing:
            if part.server is not None and part.server.process is None:
                part.start()

    def _repair(self) -> None:
        for name, part in self.parts.items():
            if part.server is not None and self._is_due(name, part.server):
                self._say(f"{name} ended; it is started again.")
                part.start()
                self._back_offs[name].started()
        commands = self._commands()
        for name, server in list(self.processes.items()):
            if self._is_due(name, server):
                assert server.process is not None
                status = server.process.returncode
                self._say(f"{name} ended with status {status}; it is started again.")
                server.clear_away()
                self._start(name, commands[name])

    def _is_due(self, name: str, server: Server) -> bool:
        return server.is_dead() and self._back_offs[name].is_due()

    def _commands(self) -> dict[str, list[str]]:
        web = ["web", "--port", str(self.port), "--processes", "2"]
        cpu = ["worker", "--queues", "cpu,io", "--width", "2"]
        return {
            "web": web,
            "worker-1": cpu,
            "worker-2": cpu,
            "worker-gpu": ["worker", "--queues", "gpu"],
            "scheduler-1": ["scheduler"],
            "scheduler-2": ["scheduler"],
        }

    def _start(self, name: str, command: list[str]) -> None:
        server = Server(
            [sys.executable, "manage.py", *command],
            self._folder / "logs",
            environment=self.environment,
            name=name,
        )
        server.start(lambda: True)
        self.processes[name] = server
        self._back_offs[name].started()

    def _wait_for_web(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not listens(self.port):
            if time.monotonic() > until:
                raise RuntimeError(f"The web server did not start; see {self._folder / 'logs'}.")
            time.sleep(0.1)

    def _stop(self) -> None:
        # All are told before any is waited for.
        for server in self.processes.values():
            server.tell()
        for server in self.processes.values():
            server.stop(patience=STOP_SECONDS)
