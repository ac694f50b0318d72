"""The main job as a person walks it, in a real browser against a real studio."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Studio
from tests.photographs import as_jpeg, garment

pytestmark = pytest.mark.browser

SLOW = 240_000

RESTS = """() => {
  const states = [...document.querySelectorAll(".tile")].map((tile) => tile.dataset.status);
  return states.length >= 4 && states.every((status) => status === "awaiting_review");
}"""


def test_from_a_photograph_to_the_public_page(
    page: Page, studio: Studio, chromium: Browser, tmp_path: Path
) -> None:
    # The server answers before the season is in; its batch says that it is.
    page.goto(f"{studio.address}/pipeline/")
    page.wait_for_selector(".tile", timeout=SLOW)

    # Upload a photograph to a product that came with the season.
    page.goto(f"{studio.address}/products/?q=TS-TEE-001")
    page.get_by_role("link", name="TS-TEE-001").first.click()
    page.wait_for_url("**/products/*-*-*-*-*/")
    product = page.url
    page.goto(product + "?view=back")
    photograph = tmp_path / "back.jpg"
    photograph.write_bytes(as_jpeg(garment(colour=(30, 70, 120), seed=11)[0]))
    page.locator("input[type=file][name=file]").set_input_files(str(photograph))
    expect(page.get_by_text("Back photographed")).to_be_visible()

    # Start the job.
    page.goto(product)
    page.get_by_role("link", name="Make…").first.click()
    # The plan takes the new photograph in by itself, as soon as it has been read.
    page.get_by_role("button", name="Start 2 packshots").first.click()

    # Watch it move without reloading.
    page.wait_for_url("**/jobs/*-*/")
    page.goto(f"{studio.address}/pipeline/")
    page.evaluate("window.stayed = true")
    expect(page.locator("[data-live-state=live]")).to_be_visible()
    page.wait_for_function(RESTS, timeout=SLOW)
    assert page.evaluate("window.stayed") is True

    # Lose the studio in the middle, and get it back: the page finds its way alone.
    studio.kill()
    expect(page.locator("[data-live-state=reconnecting], [data-live-state=behind]")).to_be_visible(
        timeout=SLOW
    )
    studio.start()
    expect(page.locator("[data-live-state=live]")).to_be_visible(timeout=SLOW)
    assert page.evaluate("window.stayed") is True

    # Review everything by keyboard.
    page.goto(f"{studio.address}/review/")
    page.get_by_role("link", name="Start reviewing").click()
    page.wait_for_url("**/review/*-*/")
    queue = f"{studio.address}/review/"
    approved = 0
    while page.url.split("?")[0] != queue:
        here = page.url
        # A key meant for the picture before is not taken for this one.
        page.wait_for_selector("[data-desk][data-seen]", state="attached")
        page.keyboard.press("a")
        page.wait_for_function("here => location.href !== here", arg=here)
        approved += 1
    # The season's own front and its model, the front again, and the new back.
    assert approved == 4
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()

    # Publish, and look at it as a stranger.
    page.goto(product)
    page.get_by_role("button", name="Publish").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    page.wait_for_load_state()
    stranger = chromium.new_context().new_page()
    stranger.goto(f"{studio.address}/showcase/")
    stranger.get_by_role("link", name="TS-TEE-001").first.click()
    stranger.wait_for_load_state("networkidle")
    shown = stranger.evaluate(
        "[...document.images].filter(image => image.complete && image.naturalWidth > 100).length"
    )
    assert shown >= 1
    feed = stranger.request.get(f"{studio.address}/showcase/feed.json").json()
    assert [item["title"] for item in feed["items"]] == ["TS-TEE-001"]
