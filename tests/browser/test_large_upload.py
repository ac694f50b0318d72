"""A large file goes straight to the storage, and goes on where it broke."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Studio
from tests.photographs import as_jpeg, garment

pytestmark = pytest.mark.browser


def test_a_large_file_is_sent_past_the_studio_and_again_after_a_break(
    page: Page, studio: Studio, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    # What follows a picture's end counts as its size and is no harm; two parts of it are sent.
    large.write_bytes(as_jpeg(garment(seed=23)[0]) + bytes(21_000_000))
    asked: list[str] = []

    def broken_once(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/media/uploads/**", broken_once)
    page.goto(f"{studio.address}/library/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("u")
    page.get_by_label("Role").select_option("background")
    page.locator("input[type=file][name=file]").set_input_files(str(large))
    expect(page.locator(".upload--failed")).to_contain_text("large.jpg", timeout=30_000)
    page.get_by_role("button", name="Try again").click()
    # The page shows what came, and fetches itself anew.
    expect(page.get_by_role("link", name="large")).to_be_visible(timeout=30_000)
    found = page.request.get(f"{studio.address}/api/v1/assets/?role=background").json()["data"]
    assert [asset["name"] for asset in found] == ["large"]
    # The first part, the second that broke, and the second alone once more.
    assert len(asked) == 3
    assert asked[0] not in asked[1:]
