"""Pages whose line, session or aim is lost half way."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Studio
from tests.photographs import as_jpeg, garment

pytestmark = pytest.mark.browser

NO_SOCKETS = "window.WebSocket = class { constructor() { throw new Error('forbidden'); } }"
DROP = """(bytes) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }));
  for (const name of ["dragover", "drop"]) {
    const given = { dataTransfer: transfer, bubbles: true, cancelable: true };
    document.querySelector("h1").dispatchEvent(new DragEvent(name, given));
  }
}"""


def test_where_sockets_are_forbidden_the_page_asks_instead(page: Page, studio: Studio) -> None:
    page.add_init_script(NO_SOCKETS)
    page.goto(f"{studio.address}/pipeline/")
    expect(page.locator("[data-live-state=polling]")).to_be_visible()


def test_what_misses_the_drop_zone_is_taken(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.address}/library/")
    page.wait_for_load_state("networkidle")
    page.evaluate(DROP, list(as_jpeg(garment(seed=21)[0])))
    expect(page.locator(".upload--done")).to_contain_text("dropped.jpg")


def test_an_upload_without_a_session_is_no_receipt_and_can_be_tried_again(
    page: Page, studio: Studio, tmp_path: Path
) -> None:
    photograph = tmp_path / "late.jpg"
    photograph.write_bytes(as_jpeg(garment(seed=22)[0]))
    page.goto(f"{studio.address}/library/")
    page.keyboard.press("u")
    page.context.clear_cookies()
    page.locator("input[type=file][name=file]").set_input_files(str(photograph))
    expect(page.locator(".upload--failed")).to_contain_text("signed out")
    other = page.context.new_page()
    other.goto(f"{studio.address}/sign-in/")
    other.fill("input[name=username]", "admin")
    other.fill("input[name=password]", studio.password)
    other.click("main button[type=submit]")
    other.wait_for_url(f"{studio.address}/")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".upload--done")).to_contain_text("late.jpg")
