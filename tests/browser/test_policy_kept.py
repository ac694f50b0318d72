"""Every page there is, opened in Chromium: none asks for what the security policy forbids."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from apps.accounts.roles import Role
from tests.api.conftest import World
from tests.api.permission_table import PAGES
from tests.api.test_permissions import address_of
from tests.chromium import WITH_ROWS, session_of

pytestmark = WITH_ROWS
DOWNLOADS = {"accounts:audit_export", "accounts:privacy_archive"}
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(
  `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`
  + ` ${event.sample}`));
"""


@pytest.fixture
def browser(row_browser: Browser, world: World, live_server: Any) -> BrowserContext:
    """A browser in which an Owner is signed in."""
    context = row_browser.new_context()
    context.add_init_script(LISTEN)
    context.add_cookies([session_of(world.people[Role.SUPER_ADMIN], live_server.url)])
    return context


def addresses(world: World) -> list[str]:
    """What a person can open: each page of the permission table, the admin, the API's own page."""
    pages = [
        address_of(route, row, world)
        for route, method, row, _expected in PAGES
        if method == "GET" and not route.startswith("health:") and route not in DOWNLOADS
    ]
    places = ["admin:index", "docs"]
    rows: list[str] = []
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        places.append(f"{name}_changelist")
        row = model._default_manager.first()
        if row is not None:
            rows.append(reverse(f"{name}_change", args=[row.pk]))
    places += [f"admin:{name}_add" for name in ("accounts_user", "assets_collection")]
    return [*pages, *map(reverse, places), *rows]


def broken(page: Page, said: list[str], address: str) -> list[str]:
    """What of the policy the page at an address offends; ``said`` is what its console says."""
    said.clear()
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    assert "default-src 'none'" in answer.headers["content-security-policy"], address
    found: list[str] = page.evaluate("() => window.violations")
    if not answer.headers["content-type"].startswith("text/html"):
        # The browser's own frame around a picture is styled inline.
        return []
    return [*found, *(line for line in said if "Content Security Policy" in line)]


def test_no_page_breaks_the_policy(browser: BrowserContext, world: World, live_server: Any) -> None:
    page, said = browser.new_page(), list[str]()
    page.on("console", lambda line: said.append(line.text))
    found = {one: broken(page, said, live_server.url + one) for one in addresses(world)}
    assert {address: offences for address, offences in found.items() if offences} == {}


def test_what_is_forbidden_is_noticed(browser: BrowserContext, live_server: Any) -> None:
    """The listener of this test hears; without it silence would prove nothing."""
    page = browser.new_page()
    page.goto(live_server.url + "/showcase/")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
    }""")
    page.wait_for_function("() => window.violations.length === 1")
    assert page.evaluate("() => window.ran") is None
