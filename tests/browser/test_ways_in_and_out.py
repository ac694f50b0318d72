"""Ways a file takes in the browser: out by a link in the clipboard, in from an address."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from apps.accounts.roles import Role
from apps.jobs.engine.transitions import move_job
from apps.jobs.making.fetching import start_fetching
from tests.api.conftest import PICTURE, World
from tests.chromium import WITH_ROWS, session_of

pytestmark = WITH_ROWS


@pytest.fixture
def signed_in(
    row_browser: Browser, world: World, live_server: Any
) -> Callable[..., BrowserContext]:
    """A browser of somebody of a role."""

    def as_role(role: Role) -> BrowserContext:
        context = row_browser.new_context(base_url=live_server.url)
        context.add_cookies([session_of(world.people[role], live_server.url)])
        return context

    return as_role


def test_a_link_goes_into_the_clipboard_and_serves_a_stranger(
    signed_in: Callable[..., BrowserContext], world: World, row_browser: Browser
) -> None:
    context = signed_in(Role.READ_ONLY)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"/library/{world.asset.pk}/")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".toast__text", has_text="Link copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Link for whoever has it").input_value()
    stranger = row_browser.new_context()
    assert stranger.request.get(copied).body() == PICTURE


def test_a_file_from_an_address_is_followed_without_a_reload(
    signed_in: Callable[..., BrowserContext], world: World
) -> None:
    asker = world.people[Role.SUPER_ADMIN]
    job = start_fetching(asker, "https://files.example/coat.jpg")
    page = signed_in(Role.SUPER_ADMIN).new_page()
    page.goto("/library/fetch/")
    page.evaluate("window.stayed = true")
    row = page.locator(f"[data-fetch='{job.pk}']")
    expect(row.locator("progress")).to_be_visible()
    told = {"type": "progress", "job": str(job.pk), "fraction": 0.5}
    page.evaluate(
        "detail => document.dispatchEvent(new CustomEvent('skyy:progress', { detail }))", told
    )
    assert row.locator("progress").evaluate("bar => bar.value") == 0.5
    move_job(job.pk, "start")
    said = {"code": "fetch.failed", "message": "The address answered 404. Nothing was kept."}
    move_job(job.pk, "fail", error=said)
    expect(row).to_contain_text("The address answered 404. Nothing was kept.", timeout=15_000)
    expect(row.get_by_role("button", name="Try again")).to_be_visible()
    assert page.evaluate("window.stayed") is True
