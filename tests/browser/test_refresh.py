"""Parts of a page fetched anew: late answers, and a server that is away for a moment."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from skyy.configuration import ROOT

pytestmark = pytest.mark.browser

ADDRESS = "http://page.test"
PAGE = """<!doctype html><title>A page</title><div id="body">first</div>
<script type="module">
import { refresh } from "/js/pages/refresh.js";
window.ask = (n) => { refresh(document.getElementById("body"), `/part?${n}`); };
window.seen = [];
new MutationObserver(() => seen.push(document.getElementById("body")?.textContent))
  .observe(document.body, { childList: true });
window.ready = true;
</script>"""
FOLDER = ROOT / "static"
LOOKS = 1000


class Server:
    """Answers what a test tells it to, when it is told to."""

    def __init__(self) -> None:
        self.held: dict[str, list[Route]] = {}

    def handle(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("/part?"):
            self.held.setdefault(path[6:], []).append(route)
        elif path.startswith("/js/"):
            route.fulfill(path=FOLDER / path[1:], content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    def answer(self, page: Page, number: str, text: str, status: int = 200) -> None:
        """Answer the oldest question of this number once it has come."""
        for _ in range(LOOKS):
            if self.held.get(number):
                break
            page.wait_for_timeout(10)
        assert self.held.get(number), f"nobody asked for {number}"
        body = f'<div id="body">{text}</div>'
        self.held[number].pop(0).fulfill(status=status, body=body, content_type="text/html")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.route(f"{ADDRESS}/**", server.handle)
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    yield page
    context.close()


def test_a_second_answer_that_comes_after_the_first_took_its_place_is_shown(
    open_page: Page, server: Server
) -> None:
    open_page.evaluate("ask(1); ask(2)")
    server.answer(open_page, "1", "older")
    expect(open_page.locator("#body")).to_have_text("older")
    server.answer(open_page, "2", "newer")
    expect(open_page.locator("#body")).to_have_text("newer")


def test_an_answer_that_comes_too_late_is_not_shown(open_page: Page, server: Server) -> None:
    open_page.evaluate("ask(1); ask(2)")
    server.answer(open_page, "2", "newer")
    expect(open_page.locator("#body")).to_have_text("newer")
    server.answer(open_page, "1", "older")
    open_page.evaluate("ask(3)")
    server.answer(open_page, "3", "newest")
    expect(open_page.locator("#body")).to_have_text("newest")
    assert open_page.evaluate("seen") == ["newer", "newest"]


def test_a_server_that_is_away_is_asked_again_without_another_event(
    open_page: Page, server: Server
) -> None:
    open_page.evaluate("ask(1)")
    server.answer(open_page, "1", "", status=503)
    server.answer(open_page, "1", "back")
    expect(open_page.locator("#body")).to_have_text("back")


def test_what_is_refused_leaves_the_page_as_it_is(open_page: Page, server: Server) -> None:
    open_page.evaluate("ask(1)")
    server.answer(open_page, "1", "gone", status=404)
    open_page.evaluate("ask(2)")
    server.answer(open_page, "2", "there")
    expect(open_page.locator("#body")).to_have_text("there")
    assert not server.held["1"]
