"""A studio on real servers of its own that may be stopped: PostgreSQL, Redis, S3; web, worker."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PIL import Image
from websockets.sync.client import ClientConnection, connect

from skyy.configuration import ROOT
from tests.parts.missing import PartMissing
from tests.parts.postgres import Postgres, postgres
from tests.parts.process import Server, free_port, listens
from tests.parts.redis import Redis, redis
from tests.parts.s3 import S3, s3
from tests.parts.session import environment

RECOVERY = 60.0


@dataclass(frozen=True)
class House:
    """Where it is, who is in it, and the servers that may be taken from it."""

    address: str
    browser: httpx.Client
    api: httpx.Client
    database: Postgres
    doorbells: Redis
    files: S3

    @contextmanager
    def without(self, part: Postgres | Redis | S3) -> Iterator[None]:
        """Stop a server for the time of the block; afterwards wait until people are let in."""
        part.stop()
        try:
            yield
        finally:
            part.start()
        self.until(lambda: self.api.get("/api/v1/auth/me/").status_code == 200)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + RECOVERY
        while not holds():
            assert time.monotonic() < end, "it did not recover"
            time.sleep(0.1)

    @contextmanager
    def socket(self, path: str = "/ws/jobs/") -> Iterator[ClientConnection]:
        """Open a socket as the browser that is signed in."""
        cookie = f"sessionid={self.browser.cookies['sessionid']}"
        with connect(
            f"{self.address.replace('http', 'ws', 1)}{path}",
            additional_headers={"Cookie": cookie, "Origin": self.address},
            open_timeout=30,
            proxy=None,
        ) as line:
            yield line


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    # Not pytest's folder: PostgreSQL runs as somebody else, who may not enter there.
    folder = Path(tempfile.mkdtemp(prefix="skyy-house-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            database = stack.enter_context(postgres(folder / "postgres", durable=False))
            doorbells = stack.enter_context(redis(folder / "redis"))
            files = stack.enter_context(s3(folder / "s3"))
        except PartMissing as missing:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"Missing: {missing}")
        setting = environment(database.url, doorbells.url, files.address) | {
            "DJANGO_SETTINGS_MODULE": "skyy.settings.production",
            "SKYY_DATA": str(folder / "data"),
        }
        for command in ("migrate", "collectstatic"):
            _manage(setting, command, "--noinput")
        name, password = _manage(setting, "administrator").split()[-2:]
        address = f"http://127.0.0.1:{_web(stack, folder, setting)}"
        worker = [sys.executable, "manage.py", "worker", "--queues", "cpu,io", "--width", "1"]
        working = Server(worker, folder, environment=setting, name="worker")
        stack.callback(working.stop)
        working.start(lambda: True)
        yield _furnished(stack, address, name, password, (database, doorbells, files))


def _manage(setting: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | setting,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _web(stack: ExitStack, folder: Path, setting: dict[str, str]) -> int:
    port = free_port()
    command = [sys.executable, "manage.py", "web", "--port", str(port), "--processes", "1"]
    server = Server(command, folder, environment=setting, name="web")
    stack.callback(server.stop)
    server.start(lambda: listens(port))
    return port


def _furnished(
    stack: ExitStack,
    address: str,
    name: str,
    password: str,
    servers: tuple[Postgres, Redis, S3],
) -> House:
    def line() -> httpx.Client:
        return stack.enter_context(httpx.Client(base_url=address, timeout=60.0, trust_env=False))

    browser, api = line(), line()
    who = {"username": name, "password": password}
    browser.get("/sign-in/")
    form = who | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    assert browser.post("/sign-in/", data=form).status_code == 302
    token = api.post("/api/v1/auth/token/", json=who).json()["data"]["access"]
    api.headers["Authorization"] = f"Bearer {token}"
    return House(address, browser, api, *servers)


@pytest.fixture(scope="session")
def photograph(house: House) -> dict[str, str]:
    """A picture above a megabyte that jobs may use: its ``id`` and the address of its ``file``."""
    out = io.BytesIO()
    Image.effect_noise((1400, 1400), 60).convert("RGB").save(out, "PNG")
    sent = house.api.post("/api/v1/assets/", files={"file": ("a.png", out.getvalue(), "image/png")})
    assert sent.status_code == 201, sent.text
    asset = sent.json()["data"]
    shown = f"/api/v1/assets/{asset['id']}/"
    house.until(lambda: house.api.get(shown).json()["data"]["status"] == "ready")
    return {"id": asset["id"], "file": f"/media/versions/{asset['version_id']}/"}
