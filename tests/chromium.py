"""Where Chromium is, how every test starts it, and how somebody is signed in to it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-sync"]
# 3D without a graphics card.
FLAGS += ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
MISSING = "Chromium is not installed (apt-get install chromium, or set SKYY_CHROMIUM)"


def chromium_path() -> str | None:
    """Where it is; ``None`` where there is none."""
    return os.environ.get("SKYY_CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")


IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None and os.environ.get("CI") != "true", reason=MISSING),
]
"""The marks of a test that drives Chromium."""
WITH_ROWS = [*IN_BROWSER, pytest.mark.django_db(transaction=True)]
"""The marks of one that serves the test's own rows to it."""


@contextmanager
def chromium_started() -> Iterator[Browser]:
    """A Chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def session_of(person: Any, address: str) -> Any:
    """The cookie of somebody who signed in at ``address``."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}
