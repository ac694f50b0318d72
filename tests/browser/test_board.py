"""The pipeline's page comes to life by what it hears, whatever was on its way meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from skyy.configuration import ROOT

pytestmark = pytest.mark.browser

ADDRESS = "http://board.test"
FOLDER = ROOT / "static"
LOOKS = 1000
TILE = (
    '<a class="tile" {more} title="{name}: {status}" data-status="{status}">'
    '<i class="tile__state">{status}</i></a>'
)
STATES = "".join(
    TILE.format(more="", name="", status=status)
    for status in ("pending", "processing", "awaiting_review", "completed")
)
PAGE = """<!doctype html><title>A board</title><div id="board">{tiles}</div>
<template id="tile-states">{states}</template>
<script type="module">
import "/js/pages/pipeline.js";
window.ready = true;
window.say = (name, detail) => document.dispatchEvent(new CustomEvent(name, {{ detail }}));
</script>"""


def tile(name: str, status: str, number: int) -> str:
    return TILE.format(more=f'id="{name}" data-number="{number}"', name=name, status=status)


class Studio:
    """Answers the first request at once and every later one when a test says so."""

    def __init__(self) -> None:
        self.first = ""
        self.pages = 0
        self.held: list[Route] = []

    def handle(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("/js/"):
            route.fulfill(path=FOLDER / path[1:], content_type="text/javascript")
        elif self.pages:
            self.held.append(route)
        else:
            self.pages = 1
            route.fulfill(body=self._page(self.first), content_type="text/html")

    def answer(self, page: Page, tiles: str) -> None:
        for _look in range(LOOKS):
            if self.held:
                break
            page.wait_for_timeout(10)
        assert self.held, "the board was not asked for"
        self.held.pop(0).fulfill(body=self._page(tiles), content_type="text/html")

    def _page(self, tiles: str) -> str:
        return PAGE.format(tiles=tiles, states=STATES)


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def page(chromium: Browser, studio: Studio) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.route(f"{ADDRESS}/**", studio.handle)
    yield page
    context.close()


def opened(page: Page) -> None:
    page.goto(f"{ADDRESS}/pipeline/")
    page.wait_for_function("window.ready")


def say(page: Page, name: str, **detail: Any) -> None:
    page.evaluate("([name, detail]) => say(name, detail)", [f"skyy:{name}", detail])


def job(name: str, status: str, number: int, at: str = "2026-05-01T10:00:00Z") -> dict[str, Any]:
    return {"id": name, "status": status, "number": number, "created_at": at}


def test_work_that_began_while_the_empty_page_was_on_its_way_is_shown(
    page: Page, studio: Studio
) -> None:
    opened(page)
    say(page, "snapshot", jobs=[job("a", "processing", 3)])
    studio.answer(page, tile("a", "processing", 3))
    expect(page.locator("#a")).to_have_attribute("data-status", "processing")


def test_work_that_begins_is_shown_by_its_first_event(page: Page, studio: Studio) -> None:
    studio.first = tile("a", "completed", 9)
    opened(page)
    say(page, "snapshot", jobs=[job("a", "completed", 9)])
    begun = {"type": "job.status", "data": {"status": "pending"}}
    say(page, "event", job="b", number=1, event=begun)
    studio.answer(page, tile("b", "pending", 1) + tile("a", "completed", 9))
    expect(page.locator("#b")).to_be_visible()


def test_a_page_that_shows_all_there_is_is_not_fetched_again(page: Page, studio: Studio) -> None:
    studio.first = tile("b", "processing", 4) + tile("a", "completed", 9)
    opened(page)
    old = job("a", "completed", 9, "2026-05-01T09:00:00Z")
    say(page, "snapshot", jobs=[old, job("b", "processing", 4)])
    say(page, "event", job="b", number=5, event={"type": "step.status", "data": {}})
    page.wait_for_timeout(50)
    assert not studio.held


def test_an_answer_older_than_an_event_does_not_take_it_back(page: Page, studio: Studio) -> None:
    opened(page)
    say(page, "snapshot", jobs=[job("a", "processing", 3)])
    ended = {"type": "job.status", "data": {"status": "completed"}}
    say(page, "event", job="a", number=7, event=ended)
    studio.answer(page, tile("a", "processing", 5))
    expect(page.locator("#a")).to_have_attribute("data-status", "completed")


def test_an_answer_newer_than_an_event_stays(page: Page, studio: Studio) -> None:
    opened(page)
    say(page, "snapshot", jobs=[job("a", "pending", 1)])
    studio.answer(page, tile("a", "completed", 8))
    expect(page.locator("#a")).to_have_attribute("data-status", "completed")
    begun = {"type": "job.status", "data": {"status": "processing"}}
    say(page, "event", job="a", number=2, event=begun)
    assert page.locator("#a").get_attribute("data-status") == "completed"
