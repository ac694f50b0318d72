"""A studio in a process of its own, and a Chromium to look at it with."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from apps.assets import ports
from tests.api.conftest import World, build_world
from tests.chromium import MISSING, chromium_path, chromium_started
from tests.photographs import write_season

ROOT = Path(__file__).resolve().parents[2]
START = 90.0


class Studio:
    """``manage.py studio`` on a data folder of its own, which outlives the process."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.photos = folder / "photos"
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = folder / "studio.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def password(self) -> str:
        return (self.data / "administrator").read_text().strip()

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "skyy.settings.embedded",
            "SKYY_DATA": str(self.data),
        }
        command = [sys.executable, "manage.py", "studio", "--port", str(self.port)]
        command += ["--photos", str(self.photos)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the studio did not start:\n{self._log.read_text()[-4000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it without a word of warning, children and all."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/sign-in/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# No longer than a module: while it lives, its loop forbids other tests the database.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if chromium_path() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with chromium_started() as browser:
        yield browser


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    """Everything there is, once; nobody makes renditions."""
    before = ports.request_renditions._filled
    ports.request_renditions.fill(lambda _version: None)
    yield build_world()
    ports.request_renditions._filled = before


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = Studio(tmp_path_factory.mktemp("studio"))
    write_season(made.photos, 1)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def page(chromium: Browser, studio: Studio) -> Iterator[Page]:
    """A page of somebody signed in as the administrator."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{studio.address}/sign-in/")
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", studio.password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{studio.address}/")
    yield page
    context.close()
