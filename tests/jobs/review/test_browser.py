"""The desk in a browser: the keys, the background sending, two people at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.catalog.models import ProductMedia
from apps.jobs.models import Job, ReviewStatus
from apps.jobs.review import claims
from tests.chromium import WITH_ROWS, session_of

pytestmark = WITH_ROWS


TWICE = """() => { for (const key of ["a", "a"])
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); }"""


@pytest.fixture
def desk(row_browser, live_server) -> Callable[..., Page]:
    """Open a review's page as somebody."""

    def open_as(user, review, **context) -> Page:
        cookie = session_of(user, live_server.url)
        page = row_browser.new_context(**context).new_page()
        page.context.add_cookies([cookie])
        page.goto(f"{live_server.url}/review/{review.pk}/")
        return page

    return open_as


def title(page: Page, words: str) -> None:
    """Wait until this one is shown and ready to be decided."""
    expect(page.locator("[data-seen] .desk__title")).to_have_text(words)


def toast(page: Page, words: str) -> None:
    expect(page.locator(".toast__text", has_text=words).first).to_be_visible()


def status_of(review) -> str:
    review.refresh_from_db()
    return review.status


def test_the_keys_approve_reject_and_take_back(desk, waiting, rosa):
    first, second, third = waiting("A-1"), waiting("A-2"), waiting("A-3")
    page = desk(rosa, first)
    title(page, "A-1")
    page.keyboard.press("a")
    title(page, "A-2")
    toast(page, "Approved")
    expect(page.locator("[data-waiting-count]")).to_have_text("2")
    assert status_of(first) == ReviewStatus.APPROVED
    page.keyboard.press("r")
    toast(page, "Say at least one reason")
    title(page, "A-2")
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.type("are the buttons right")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    title(page, "A-3")
    toast(page, "Rejected")
    decision = second.decisions.get()
    assert (decision.reasons, decision.note) == (["missing_part"], "are the buttons right")
    page.keyboard.press("z")
    title(page, "A-2")
    toast(page, "Taken back")
    page.keyboard.press("z")
    title(page, "A-1")
    expect(page.locator("[data-waiting-count]")).to_have_text("3")
    assert {status_of(review) for review in (first, second, third)} == {ReviewStatus.WAITING}
    assert not ProductMedia.objects.standing().exists()


def test_a_fast_hand_decides_each_one_once(desk, waiting, rosa):
    reviews = [waiting(f"A-{number}") for number in range(4)]
    page = desk(rosa, reviews[0])
    for number in range(3):
        title(page, f"A-{number}")
        page.evaluate(TWICE)
    title(page, "A-3")
    expect(page.locator("[data-waiting-count]")).to_have_text("1")
    assert [review.decisions.count() for review in reviews] == [1, 1, 1, 0]
    page.keyboard.press("a")
    expect(page.locator(".empty__title")).to_have_text("Nothing waits for you.")


def test_walking_holds_only_what_is_looked_at(desk, waiting, rosa):
    first, second = waiting("A-1"), waiting("A-2")
    page = desk(rosa, first)
    with page.expect_response(lambda answer: "/release/" in answer.url):
        page.keyboard.press("j")
    title(page, "A-2")
    assert page.url.endswith(f"/review/{second.pk}/")
    assert claims.holder(first) is None
    with page.expect_response(lambda answer: "/release/" in answer.url):
        page.go_back()
    title(page, "A-1")
    assert claims.holder(second) is None


def test_what_somebody_took_in_between_is_passed_over(desk, waiting, rosa, remi):
    first, second = waiting("A-1"), waiting("A-2")
    third = waiting("A-3")
    page = desk(rosa, first)
    # It was fetched ahead while it was free.
    page.wait_for_load_state("networkidle")
    title(page, "A-1")
    claims.claim(second, remi)
    page.keyboard.press("a")
    title(page, "A-3")
    expect(page.locator('[data-shortcut="a"]')).to_be_enabled()
    assert status_of(first) == ReviewStatus.APPROVED
    assert claims.holder(second).is_of(remi)
    assert claims.holder(third).is_of(rosa)


def test_somebody_elses_is_named_and_its_keys_do_nothing(desk, waiting, rosa, remi):
    review = waiting("A-1")
    claims.claim(review, remi)
    page = desk(rosa, review)
    expect(page.locator("[data-hold]")).to_contain_text("remi is looking at this one")
    page.keyboard.press("a")
    expect(page.locator('[data-shortcut="a"]')).to_be_disabled()
    assert status_of(review) == ReviewStatus.WAITING


def test_g_has_it_made_anew_with_what_the_desk_already_said(desk, waiting, rosa):
    review = waiting("A-1")
    waiting("A-2")
    page = desk(rosa, review)
    page.keyboard.press("4")
    page.keyboard.press("g")
    page.select_option("#anew select[name=param-profile]", "background_only")
    page.click("#anew button[type=submit]")
    title(page, "A-2")
    toast(page, "Made anew")
    anew = Job.objects.get(ancestor=review.job)
    assert anew.params["profile"] == "background_only"
    assert review.decisions.get().reasons == ["colour_off"]


def test_without_script_the_same_is_done_by_forms(desk, waiting, rosa):
    first, second = waiting("A-1"), waiting("A-2")
    page = desk(rosa, first, java_script_enabled=False)
    shown = page.locator(".desk__title")
    page.click("text=Approve")
    expect(shown).to_have_text("A-2")
    toast(page, "Approved")
    page.click("text=Undo")
    expect(shown).to_have_text("A-1")
    page.check(".desk__side input[value=crooked]")
    page.click("button:has-text('Reject')")
    expect(shown).to_have_text("A-2")
    page.click("a:has-text('Regenerate')")
    page.click("button:has-text('Make it anew')")
    expect(page.locator(".empty__title")).to_have_text("Nothing waits for you.")
    assert status_of(first) == ReviewStatus.REJECTED
    assert status_of(second) == ReviewStatus.REGENERATED


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_screen_and_the_verdicts_are_in_reach(desk, waiting, rosa, width):
    review = waiting("A-1")
    page = desk(rosa, review, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("Approve", "Reject", "Regenerate"):
        box = page.locator(".desk__verdict", has_text=name).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844
        assert box["height"] >= 40
