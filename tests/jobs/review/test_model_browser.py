"""A model on the desk, in a browser that draws: it turns with its turntable, and finds back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.jobs.models import ReviewStatus
from tests.chromium import WITH_ROWS, session_of

pytestmark = WITH_ROWS
SHOWN = "[data-desk] [data-model][data-state=shown]"
DEGREES = """() => {
  const { theta, phi } = document.querySelector("model-viewer").getCameraOrbit();
  return [theta, Math.PI / 2 - phi].map((angle) => Math.round((angle * 180) / Math.PI));
}"""
SECONDS = "document.querySelector('[data-turning-film]').currentTime"


@pytest.fixture
def desk(row_browser, live_server, rosa) -> Callable[..., Page]:
    """Open a review's page as rosa and wait for its model."""

    def open_desk(review, *, script: str = "", shown: str = SHOWN) -> Page:
        cookie = session_of(rosa, live_server.url)
        context = row_browser.new_context(
            viewport={"width": 1200, "height": 900}, reduced_motion="reduce"
        )
        context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(script)
        page.goto(f"{live_server.url}/review/{review.pk}/")
        page.wait_for_selector(shown)
        return page

    return open_desk


def test_slider_film_and_model_turn_together_and_p_finds_back(desk, waiting_model):
    page = desk(waiting_model("DRESS-1"))
    assert page.evaluate(DEGREES) == [30, 5]
    expect(page.locator("[data-turn-told]")).to_have_text("30°")

    page.locator("[data-turn]").fill("120")
    page.wait_for_function(f"() => ({DEGREES})()[0] === 120")
    expect(page.locator("[data-turn-told]")).to_have_text("120°")
    # The film of two seconds is a third through.
    page.wait_for_function(f"() => Math.abs({SECONDS} - 2 / 3) < 0.05")

    page.locator("body").press("p")
    page.wait_for_function(f"() => ({DEGREES})()[0] === 30")
    expect(page.locator("[data-turn]")).to_have_value("30")


def test_overlaid_the_photograph_takes_the_models_scale(desk, waiting_model):
    page = desk(waiting_model("DRESS-1"))
    page.keyboard.press("o")
    expect(page.locator("#pictures[data-laid]")).to_be_visible()
    transform = page.locator(".viewer__pane img").first.evaluate(
        "image => getComputedStyle(image).transform"
    )
    a, b, c, d = (float(part) for part in transform.removeprefix("matrix(").split(",")[:4])
    # It was turned by a quarter to stand upright, and is laid so.
    assert (round(a, 3), round(d, 3)) == (0, 0)
    assert b == pytest.approx(-c)
    assert b != 0


def test_the_keys_decide_models_as_they_decide_packshots(desk, waiting_model):
    first, second = waiting_model("DRESS-1"), waiting_model("DRESS-2")
    page = desk(first)
    page.wait_for_selector("[data-desk][data-seen]")
    page.keyboard.press("a")
    expect(page.locator(".desk__title")).to_have_text("DRESS-2")
    page.wait_for_selector(SHOWN)
    page.locator("[data-turn]").fill("-60")
    page.wait_for_function(f"() => ({DEGREES})()[0] === -60")
    page.keyboard.press("z")
    expect(page.locator(".desk__title")).to_have_text("DRESS-1")
    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.status, second.status} == {ReviewStatus.WAITING}


def test_an_axis_opens_with_the_keyboard(desk, waiting_model):
    page = desk(waiting_model("DRESS-1"))
    summary = page.locator(".axis summary", has_text="Shape")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".axis[open] .picture img")).to_be_visible()


def test_without_3d_the_turntable_is_turned_alone(desk, waiting_model):
    no_3d = "HTMLCanvasElement.prototype.getContext = () => null"
    page = desk(waiting_model("DRESS-1"), script=no_3d, shown="[data-model][data-state=refused]")
    expect(page.get_by_text("This browser cannot show 3D: here is the turntable.")).to_be_visible()
    page.locator("[data-turn]").fill("120")
    page.wait_for_function(f"() => Math.abs({SECONDS} - 2 / 3) < 0.05")
    page.locator("body").press("p")
    expect(page.locator("[data-turn]")).to_have_value("30")
