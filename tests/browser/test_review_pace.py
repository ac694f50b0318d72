"""The desk decided faster than a slow server keeps up: no picture twice, none left out."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from skyy.configuration import ROOT

pytestmark = pytest.mark.browser

ADDRESS = "http://desk.test"
FOLDER = ROOT / "static"
LOOKS = 1000
DESK = """<!doctype html><title>A desk</title><div id="toasts"></div>
<article data-desk data-title="{name}" data-status="{status}" data-api="/api/{name}"
  data-url="/review/{name}" data-next="{onwards}" data-queue="/queue">
  <div class="strip"></div><h1>{name}</h1><form id="decision"></form>
  <div class="desk__steps"><button data-shortcut="z" form="undo">Undo</button></div>
  <button data-shortcut="a" form="decision" value="approve">Approve</button>
</article>
<script type="module">
import "/js/shortcuts.js";
import "/js/pages/review.js";
</script>"""


class Queue:
    """A queue of reviews whose server keeps decisions no sooner than a test lets it."""

    def __init__(self, names: str) -> None:
        self.waiting = list(names)
        self.decided: list[str] = []
        self.held: list[tuple[str, Route]] = []

    def handle(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("/js/"):
            route.fulfill(path=FOLDER / path[1:], content_type="text/javascript")
        elif path.endswith("/approve/"):
            self.held.append((path.split("/")[2], route))
        elif path.startswith("/api/"):
            route.fulfill(body=json.dumps({"data": {"seconds_left": 600}}))
        elif path.startswith("/review/"):
            route.fulfill(body=self._desk(path[8:]), content_type="text/html")
        else:
            route.fulfill(body="<h1>The queue</h1>", content_type="text/html")

    def keep(self, page: Page) -> None:
        """Let the oldest decision be kept once it has come."""
        for _ in range(LOOKS):
            if self.held:
                break
            page.wait_for_timeout(10)
        assert self.held, "no decision was sent"
        name, route = self.held.pop(0)
        self.waiting.remove(name)
        self.decided.append(name)
        route.fulfill(body="{}")

    def _desk(self, name: str) -> str:
        # As the server answers it: the next that waits, round the end.
        later = [one for one in self.waiting if one > name]
        others = [one for one in self.waiting if one != name]
        onwards = f"/review/{(later or others)[0]}" if others else ""
        status = "waiting" if name in self.waiting else "approved"
        return DESK.format(name=name, status=status, onwards=onwards)


@pytest.fixture
def queue() -> Queue:
    return Queue("abc")


@pytest.fixture
def desk(chromium: Browser, queue: Queue) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.route(f"{ADDRESS}/**", queue.handle)
    yield page
    context.close()


def approve(desk: Page, name: str) -> None:
    expect(desk.locator("h1")).to_have_text(name)
    desk.wait_for_selector("[data-desk][data-seen]")
    desk.keyboard.press("a")


def test_the_last_one_does_not_lead_back_to_one_that_was_just_decided(
    desk: Page, queue: Queue
) -> None:
    desk.goto(f"{ADDRESS}/review/a")
    for name in "abc":
        approve(desk, name)
    for _name in "abc":
        queue.keep(desk)
    expect(desk.locator("h1")).to_have_text("The queue")
    assert queue.decided == ["a", "b", "c"]


def test_what_came_before_the_first_is_shown_before_the_queue(desk: Page, queue: Queue) -> None:
    desk.goto(f"{ADDRESS}/review/b")
    approve(desk, "b")
    approve(desk, "c")
    for _name in "bc":
        queue.keep(desk)
    approve(desk, "a")
    queue.keep(desk)
    expect(desk.locator("h1")).to_have_text("The queue")
    assert queue.decided == ["b", "c", "a"]
