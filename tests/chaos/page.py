"""A job's page in Chromium, opened once: at the end it must say what is true, never reloaded."""

import threading

from playwright.sync_api import Error, Page

from tests.chromium import chromium_started

OPEN_SECONDS = 60.0
LOOK_SECONDS = 0.25


class Looker(threading.Thread):
    """Looks at the page of a job in a thread of its own.

    ``shown``: the status its badge says now. ``loaded``: how often the document was loaded.
    """

    def __init__(self, address: str, job: str, name: str, password: str) -> None:
        super().__init__(name="looker", daemon=True)
        self.shown = ""
        self.loaded = 0
        self.fault = ""
        self.opened = threading.Event()
        self._address = address.rstrip("/")
        self.job = job
        self._who = (name, password)
        self._over = threading.Event()

    def run(self) -> None:
        """Sign in, open the page, look until told to end."""
        try:
            with chromium_started() as browser:
                self._look(browser.new_page())
        except Error as error:
            self.fault = str(error)[:500]
        finally:
            self.opened.set()

    def stop(self) -> None:
        """End."""
        self._over.set()
        self.join(timeout=20)

    def _look(self, page: Page) -> None:
        page.set_default_timeout(OPEN_SECONDS * 1000)
        page.goto(f"{self._address}/sign-in/")
        page.fill("input[name=username]", self._who[0])
        page.fill("input[name=password]", self._who[1])
        page.click("main button[type=submit]")
        page.wait_for_url(f"{self._address}/")
        page.goto(f"{self._address}/jobs/{self.job}/")
        page.on("load", self._count)
        self.loaded = 1
        self.opened.set()
        while not self._over.is_set():
            badge = page.locator("#job-body [data-status]").first
            self.shown = badge.get_attribute("data-status") or ""
            page.wait_for_timeout(LOOK_SECONDS * 1000)

    def _count(self, _page: Page) -> None:
        self.loaded += 1
