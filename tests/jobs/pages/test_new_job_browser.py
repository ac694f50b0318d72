"""The plan of a new job takes in what was still on its way, and disturbs nobody meanwhile."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.assets.models import Asset, AssetStatus
from tests.chromium import WITH_ROWS, session_of

pytestmark = WITH_ROWS


@pytest.fixture
def coming(photograph) -> Asset:
    """The second photograph of BAG-1."""
    photograph(sku="BAG-1")
    asset = photograph(sku="BAG-1")
    Asset.objects.filter(pk=asset.pk).update(status=AssetStatus.PROCESSING)
    return asset


@pytest.fixture
def page(row_browser: Browser, contributor: Any, live_server: Any, coming: Asset) -> Page:
    context = row_browser.new_context()
    context.add_cookies([session_of(contributor, live_server.url)])
    page = context.new_page()
    page.clock.install()
    page.goto(f"{live_server.url}/jobs/new/?sku=BAG-1")
    expect(page.get_by_text("1 photograph more is still being taken in")).to_be_visible()
    return page


def pass_time(page: Page, seconds: int) -> None:
    """Let the page's clock run; it asks the server once more."""
    with page.expect_response(lambda answer: "plan=1" in answer.url):
        page.clock.run_for(seconds * 1000)


def test_it_comes_into_the_plan_by_itself_and_the_focus_stays(page: Page, coming: Asset) -> None:
    page.get_by_role("button", name="Start 1 packshot").focus()
    Asset.objects.filter(pk=coming.pk).update(status=AssetStatus.READY)
    pass_time(page, 2)
    expect(page.get_by_role("button", name="Start 2 packshots")).to_be_focused()
    expect(page.get_by_text("still being taken in")).to_have_count(0)


def test_as_long_as_nothing_is_new_nothing_is_put_in_its_place(page: Page) -> None:
    page.evaluate("document.querySelector('#plan').dataset.mine = 'yes'")
    key = page.locator("#plan input[name=key]").input_value()
    pass_time(page, 2)
    pass_time(page, 4)
    assert page.locator("#plan").get_attribute("data-mine") == "yes"
    # A second click on Start is the same request.
    assert page.locator("#plan input[name=key]").input_value() == key


def test_once_it_is_started_it_is_not_asked_about_again(page: Page) -> None:
    asked: list[str] = []
    # The answer leaves the page where it is.
    page.route("**/jobs/new/", lambda route: route.fulfill(status=204))
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.get_by_role("button", name="Start 1 packshot").click()
    page.clock.run_for(60_000)
    # Whatever was asked before this has been heard of by then.
    page.evaluate("async () => { await fetch('/jobs/new/?last'); }")
    first, last = asked
    assert first.startswith("POST")
    assert last.endswith("?last")
