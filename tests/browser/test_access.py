"""The five pages people work on all day: still, named, readable, and walked without a mouse."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from apps.accounts.roles import Role
from apps.assets.models import Asset, AssetStatus, Version
from apps.jobs.engine.rollup import roll_up
from apps.jobs.engine.transitions import move_job
from skyy.configuration import ROOT
from tests.api.conftest import World, make_rendition
from tests.chromium import WITH_ROWS, session_of

pytestmark = WITH_ROWS
logger = logging.getLogger(__name__)

WIDTHS = {1440: 900, 390: 844}
STILL = 0.01
"""Cumulative layout shift that nobody sees; the web's own limit of what is good is 0.1."""
SERIOUS = {"serious", "critical"}
STOPS = 150
FEWEST_STOPS = 12
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WATCH = Path(__file__).with_name("access.js")
OPERATED = {
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "listbox",
    "menuitem",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "tab",
    "textbox",
}
DRAWN = """() => new Promise(
  (drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"""
ALL_OF_IT = """async () => {
  await document.fonts.ready;
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
    scrollTo(0, top);
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }
  const pictures = [...document.images].filter((one) => one.currentSrc);
  await Promise.allSettled(pictures.map((one) => one.decode()));
  scrollTo(0, 0);
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""
SPOILED = """() => {
  const spoiled = document.createElement("div");
  spoiled.innerHTML = "<button></button><p>Pale</p>"
    + "<button tabindex=1>Late</button><button tabindex=2>Early</button><button>Under</button>";
  document.querySelector("main").prepend(spoiled);
  const [plain, pale, late, early, under] = spoiled.children;
  Object.assign(spoiled.style, { display: "flex", width: "500px", height: "200px" });
  Object.assign(pale.style, { color: "#ddd", background: "#fff" });
  late.style.order = 2;
  Object.assign(under.style, { clipPath: "inset(100%)" });
  plain.style.outline = "none";
}"""
OFFENCES = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, impact, nodes }) =>
    ({ id, impact, nodes: nodes.map((node) => `${node.target}: ${node.failureSummary}`) }));
}"""


@pytest.fixture
def opened(row_browser: Browser, world: World, live_server: Any) -> Callable[..., Page]:
    """Open an address as the Owner and wait until everything of it is there."""
    for version in Version.objects.filter(renditions=None, asset__kind="image"):
        make_rendition(version)
    move_job(world.job.pk, "start")

    def open_page(address: str, width: int) -> Page:
        context = row_browser.new_context(viewport={"width": width, "height": WIDTHS[width]})
        context.add_init_script(path=WATCH)
        context.add_cookies([session_of(world.people[Role.SUPER_ADMIN], live_server.url)])
        page = context.new_page()
        page.goto(live_server.url + address)
        page.evaluate(ALL_OF_IT)
        return page

    return open_page


def main_pages(world: World) -> dict[str, str]:
    return {
        "today": reverse("jobs:today"),
        "library": reverse("assets:library"),
        "product": reverse("catalog:product", args=[world.product.pk]),
        "pipeline": reverse("jobs:pipeline"),
        "review": reverse("jobs:review", args=[world.review.pk]),
    }


def offences(page: Page, theme: Literal["light", "dark"]) -> list[str]:
    """What axe finds serious or worse."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    if not page.evaluate("Boolean(window.axe)"):
        # Not a script of the page's: the policy has nothing to say to it.
        page.evaluate(AXE.read_text())
    found = page.evaluate(OFFENCES)
    serious = [one for one in found if one["impact"] in SERIOUS]
    return [f"{theme} {one['id']}: {node}" for one in serious for node in one["nodes"]]


def nameless(page: Page) -> list[str]:
    """What can be operated and has no name in the browser's own tree."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        f"a {node['role']['value']} without a name"
        for node in tree
        if not node["ignored"]
        and node.get("role", {}).get("value") in OPERATED
        and not node.get("name", {}).get("value", "").strip()
    ]


def walked(page: Page) -> tuple[list[str], list[str]]:
    """Tab from the top until the page is left: the stops, and what is wrong with them."""
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.activeElement.blur()")
    stops: list[str] = []
    wrong: list[str] = []
    while len(stops) < STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate("access.focused()")
        if stop is None:
            return stops, wrong
        stops.append(stop["told"])
        wrong += [f"{stop['told']}: {one}" for one in stop["wrong"]]
    return stops, [*wrong, f"no end after {STOPS} stops: {stops[-3:]}"]


def moved(page: Page) -> list[str]:
    shifts = page.evaluate("access.shifts()")
    total = sum(shift[0] for shift in shifts)
    return [] if total < STILL else [f"moves by {total:.4f}: {shifts}"]


@pytest.mark.parametrize("width", WIDTHS)
def test_main_pages_are_still_named_readable_and_walked_by_keyboard(
    opened: Callable[..., Page], world: World, width: int
) -> None:
    wrong: list[str] = []
    for name, address in main_pages(world).items():
        page = opened(address, width)
        faults = [*moved(page), *nameless(page)]
        weight = page.evaluate("access.weight()")
        if page.evaluate("access.width()") > width:
            faults.append(f"is wider than {width} px")
        stops, lost = walked(page)
        faults += lost
        if len(stops) < FEWEST_STOPS:
            faults.append(f"only {stops} can be reached")
        faults += [*offences(page, "light"), *offences(page, "dark")]
        told = f"{weight['requests']} requests, {weight['bytes'] / 1000:.0f} kB"
        logger.info("%s at %d px: %s, %d stops", name, width, told, len(stops))
        wrong += [f"{name}: {fault}" for fault in faults]
        page.context.close()
    assert not wrong, "\n".join(wrong)


def test_what_is_wrong_is_noticed(opened: Callable[..., Page], world: World) -> None:
    """Each of the looks above sees what it looks for; without it silence would prove nothing."""
    page = opened(main_pages(world)["today"], 390)
    page.evaluate(SPOILED)
    page.evaluate(DRAWN)
    assert moved(page)
    assert "a button without a name" in nameless(page)
    assert page.evaluate("access.width()") > 390
    found = "\n".join(walked(page)[1])
    for fault in ("is not seen", "is covered", "stands before"):
        assert fault in found, found
    serious = "\n".join(offences(page, "light"))
    for rule in ("button-name", "color-contrast"):
        assert rule in serious, serious


@pytest.mark.parametrize("width", WIDTHS)
def test_work_that_goes_on_moves_nothing_on_the_page(
    opened: Callable[..., Page], world: World, width: int
) -> None:
    photograph = Asset.objects.filter(pk=world.in_tray.pk)
    photograph.update(status=AssetStatus.PROCESSING)
    live = ("pipeline", "today", "library")
    pages = {name: opened(main_pages(world)[name], width) for name in live}
    photograph.update(status=AssetStatus.READY)
    child = world.batch.children.get()
    with pages["today"].expect_response(lambda answer: answer.request.resource_type == "fetch"):
        move_job(child.pk, "start")
        roll_up(world.batch.pk)
        move_job(world.job.pk, "await_review")
    for job, status in ((child, "processing"), (world.job, "awaiting_review")):
        pages["pipeline"].wait_for_selector(f"[id='{job.pk}'][data-status={status}]")
    pages["pipeline"].wait_for_selector(f"#head-{world.batch.pk}:has-text('In progress')")
    pages["library"].wait_for_selector("#library-grid:not([data-working])")
    for page in pages.values():
        page.evaluate(DRAWN)
    assert {name: moved(page) for name, page in pages.items()} == {name: [] for name in live}


def test_a_dialog_keeps_the_focus_and_gives_it_back(
    opened: Callable[..., Page], world: World
) -> None:
    pages = main_pages(world)
    library = opened(pages["library"], 1440)
    into_and_out(library, library.locator(".justified__link").first, "Enter", "#asset")
    into_and_out(library, library.locator("[data-select]").first, "?", "#shortcuts")
    menu = library.locator("[data-menu] summary")
    menu.press("Enter")
    library.get_by_role("button", name="Keys").press("Enter")
    library.wait_for_selector("#shortcuts[open]")
    library.keyboard.press("Escape")
    expect(menu).to_be_focused()
    review = opened(pages["review"], 1440)
    review.wait_for_selector("[data-desk][data-seen]", state="attached")
    into_and_out(review, review.locator("[data-anew]"), "Enter", "#anew")


def into_and_out(page: Page, opener: Locator, key: str, dialog: str) -> None:
    """Open a dialog by a key on something, walk round in it, leave it with Escape."""
    opener.focus()
    page.keyboard.press(key)
    page.wait_for_selector(f"{dialog}[open]")
    inside = f"document.querySelector({dialog!r}).contains(document.activeElement)"
    assert page.evaluate(inside), "the focus is in it"
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if not page.evaluate(inside):
            break
    # Only to the browser's own bars: what is behind cannot be reached.
    assert page.evaluate(f"document.activeElement === document.body || {inside}")
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{dialog}:not([open])", state="attached")
    expect(opener).to_be_focused()
