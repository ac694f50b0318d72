"""A 3D model on the public page, really drawn by a browser, and what is there when it is not."""

import io
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from apps.accounts.models import Team, User
from apps.accounts.models.team import DEFAULT_TEAM
from apps.accounts.roles import Role
from apps.assets import renditions
from apps.assets.gltf.draco import write_draco_glb
from apps.assets.gltf.read import read_glb
from apps.assets.specifications import MODEL_DRACO, TURNTABLE_WEBP
from apps.catalog.media import approve_media
from apps.catalog.products import NewVariant, create_product
from apps.catalog.publishing.showcase import publish
from tests.chromium import WITH_ROWS
from tests.models_3d import box_glb, model_version, poster_webp, stored

pytestmark = WITH_ROWS
SLOW = 60_000
NO_3D = "HTMLCanvasElement.prototype.getContext = () => null"


def draco_glb() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = Path(folder) / "box.glb", Path(folder) / "draco.glb"
        plain.write_bytes(box_glb())
        write_draco_glb(packed, read_glb(plain))
        return packed.read_bytes()


@pytest.fixture
def address(live_server) -> str:
    """The public page of a product with an approved model, compressed with Draco."""
    team = Team.objects.get_or_create(pk=DEFAULT_TEAM, defaults={"name": "Atelier"})[0]
    person = User.objects.create(username="paola", role=Role.ADMIN, team=team)
    product = create_product(
        team=team,
        name="Box",
        style_code="BOX-1",
        category="bag",
        collection=None,
        variants=(NewVariant("BOX-1-RED", "Red", "#aa2222", ""),),
    )
    version = model_version(team, "Box")
    renditions.record(version, MODEL_DRACO, stored(draco_glb(), "model/gltf-binary"), 0, 0)
    renditions.record(version, TURNTABLE_WEBP, stored(poster_webp(96), "image/webp"), 96, 96)
    approve_media(
        variant=product.variants.get(),
        version=version,
        role="model",
        view="front",
        user=person,
        at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    publish(product, person)
    return f"{live_server.url}/showcase/{product.slug}/"


@pytest.fixture
def said() -> list[str]:
    """What the pages of the test wrote to the console."""
    return []


@pytest.fixture
def visit(row_browser, address, said) -> Callable[..., tuple[Page, list[str]]]:
    """Open the page; returns it with the addresses it asks for, which go on growing."""

    def open_page(*, script: str = "", **context) -> tuple[Page, list[str]]:
        page = row_browser.new_context(
            viewport={"width": 1000, "height": 800}, **context
        ).new_page()
        page.set_default_timeout(SLOW)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda line: said.append(line.text))
        if script:
            page.add_init_script(script)
        page.goto(address)
        return page, asked

    return open_page


def seen(page: Page) -> npt.NDArray[np.int16]:
    picture = Image.open(io.BytesIO(page.locator("model-viewer").screenshot()))
    return np.asarray(picture.convert("RGB"), np.int16)


def unlike(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> float:
    """The share of pixels that differ visibly."""
    return float((np.abs(one - other).max(axis=2) > 24).mean())


def test_a_model_is_drawn_and_turns_by_keyboard(visit, live_server, said):
    page, asked = visit()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "model-viewer.min" in url or "model_draco" in url]
    place = page.locator("[data-model]").bounding_box()
    page.get_by_role("button", name="Turn it").press("Enter")
    page.wait_for_selector("[data-model][data-state=shown]")
    assert page.locator("[data-model]").bounding_box() == place

    front = seen(page)
    red = (front[..., 0] > 150) & (front[..., 1] < 140) & (front[..., 2] < 140)
    assert red.mean() > 0.1, "the box's front is red"

    page.evaluate(
        """() => { const viewer = document.querySelector("model-viewer");
          viewer.cameraOrbit = "90deg 82deg auto"; viewer.jumpCameraToGoal(); }"""
    )
    page.wait_for_timeout(300)
    side = seen(page)
    green = (side[..., 1] > 140) & (side[..., 0] < 140)
    assert green.mean() > 0.03, "its left-hand side is green"
    assert unlike(front, side) > 0.1

    before = page.evaluate("document.querySelector('model-viewer').getCameraOrbit().theta")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "b => document.querySelector('model-viewer').getCameraOrbit().theta !== b", arg=before
    )
    assert any("draco_decoder.wasm" in url for url in asked)
    strangers = [url for url in asked if not url.startswith((live_server.url, "blob:", "data:"))]
    assert strangers == []
    assert [line for line in said if "Content Security Policy" in line] == []


def test_a_browser_without_3d_gets_the_turntable(visit):
    page, asked = visit(script=NO_3D)
    page.get_by_role("button", name="Turn it").click()
    expect(page.get_by_text("This browser cannot show 3D: here is the turntable.")).to_be_visible()
    expect(page.locator("video.model__film")).to_be_visible()
    assert not [url for url in asked if "model-viewer.min" in url]


def test_a_model_that_does_not_arrive_says_so_and_can_be_asked_for_again(visit):
    page, _asked = visit()
    page.route("**/model_draco/", lambda route: route.abort())
    page.get_by_role("button", name="Turn it").click()
    expect(page.get_by_text("The 3D model did not arrive.")).to_be_visible()
    page.unroute("**/model_draco/")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector("[data-model][data-state=shown]")


def test_without_script_the_poster_and_a_way_to_see_it_turn(visit):
    page, _asked = visit(java_script_enabled=False)
    expect(page.locator(".model__poster img")).to_be_visible()
    expect(page.get_by_role("button", name="Turn it")).to_be_hidden()
    page.get_by_role("link", name="See it turn").click()
    page.wait_for_url("**/turntable_webp/")


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_screen(visit, width):
    page, _asked = visit()
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.get_by_role("button", name="Turn it").bounding_box()
    assert box is not None
    assert box["height"] >= 40
