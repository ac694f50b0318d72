"""Names that are markup or code are shown as names, on every page, in the admin, in the feed."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.urls import reverse

from apps.accounts.models import Team, User
from apps.accounts.roles import Role
from apps.assets.models import Asset, Collection, Tag, Version
from apps.catalog.models import Campaign, Client, Drop, Product, Season, Variant
from apps.jobs.models import Job, ReviewDecision
from tests.api.admin_permission_table import ADMIN
from tests.api.permission_table import PAGES
from tests.api.test_permissions import address_of

EVIL = "\" x-evil=\"1 ' x-evil='1 </script><b-evil> {{ 7|add:7 }}"
FIELDS = (
    (Asset, ("name", "description")),
    (Version, ("filename",)),
    (Collection, ("name", "description")),
    (Season, ("name",)),
    (Drop, ("name",)),
    (Client, ("name", "description")),
    (Campaign, ("name", "goal", "brief")),
    (Product, ("name", "description", "edition", "material", "care")),
    (Variant, ("colour_name",)),
    (Job, ("title",)),
    (ReviewDecision, ("note",)),
    (Team, ("name",)),
    (User, ("first_name",)),
)


class Markup(HTMLParser):
    """What a browser would make of a page: its elements and their attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "b-evil" or any(name.startswith("x-evil") for name, _value in attrs):
            self.found.append(f"<{tag} {dict(attrs)}>")


def smuggled(page: str) -> list[str]:
    parser = Markup()
    parser.feed(page)
    # Inside a script element nothing is parsed as markup but its end.
    scripts: list[str] = re.findall(r"<script\b[^>]*>(.*?)</script", page, re.S)
    parser.found += [text[:80] for text in scripts if "b-evil" in text]
    return parser.found


@pytest.fixture
def evil_world(world):
    """The house, with every free text set to the worst."""
    for model, fields in FIELDS:
        for number, row in enumerate(model.objects.all()):
            for name in fields:
                most = model._meta.get_field(name).max_length or 500
                setattr(row, name, f"{EVIL} {number}"[:most])
            row.save()
    Tag.objects.update(name=EVIL[:60])
    Job.objects.filter(pk=world.job.pk).update(
        status="failed", error={"code": "step.failed", "message": EVIL}
    )
    world.job.steps.update(status="failed", error={"code": "step.failed", "message": EVIL})
    return world


@pytest.mark.parametrize("page", ["<p>{}</p>", '<p title="{}">', "<p title='{}'>", "<script>{}"])
def test_what_is_looked_for_would_be_found(page):
    assert smuggled(page.format(EVIL))


PAGE_ROWS = [(route, row) for route, method, row, _expected in PAGES if method == "GET"]


def test_no_page_takes_a_name_for_markup(evil_world, browser):
    client = browser(evil_world.people[Role.SUPER_ADMIN])
    found = {}
    shown = 0
    for route, row in PAGE_ROWS:
        answer = client.get(address_of(route, row, evil_world))
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        # 400: pages that a link of an e-mail leads to, asked for with another.
        assert answer.status_code in {200, 302, 400}, route
        page = answer.content.decode()
        shown += "b-evil" in page
        if smuggled(page):
            found[route] = smuggled(page)
    assert found == {}
    assert shown > 15, "the names must be on the pages for this to say anything"


def test_the_parts_that_scripts_fetch_take_no_name_for_markup(evil_world, browser):
    client = browser(evil_world.people[Role.SUPER_ADMIN])
    found = {}
    for route, row in PAGE_ROWS:
        answer = client.get(address_of(route, row, evil_world), HTTP_HX_REQUEST="true")
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            page = answer.content.decode()
            if smuggled(page):
                found[route] = smuggled(page)
    assert found == {}


def test_a_search_is_shown_as_it_was_typed(evil_world, browser):
    client = browser(evil_world.people[Role.SUPER_ADMIN])
    for address in ("/library/", "/products/", "/jobs/new/", "/review/", "/pipeline/"):
        for name in ("q", "order", "state", "page", "collection", "sku", "next"):
            answer = client.get(address, {name: EVIL})
            assert answer.status_code in {200, 404}, (address, name)
            assert smuggled(answer.content.decode()) == [], (address, name)


def test_the_admin_takes_no_name_for_markup(evil_world, browser):
    client = browser(evil_world.people[Role.SUPER_ADMIN])
    rows = {line[0]: line[1] for line in ADMIN}
    found = {}
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = evil_world.rows[rows[model._meta.label_lower]]
        pages = [reverse(f"{place}_changelist")]
        pages += [reverse(f"{place}_{name}", args=[row.pk]) for name in ("change", "history")]
        for address in pages:
            page = client.get(address).content.decode()
            if smuggled(page):
                found[address] = smuggled(page)
    index = client.get(reverse("admin:index")).content.decode()
    assert smuggled(index) == []
    assert found == {}


def test_the_feed_carries_names_as_text_and_escapes_its_html(evil_world, client):
    answer = client.get(reverse("catalog:showcase_feed"))
    (item,) = answer.json()["items"]
    assert "b-evil" in item["title"]
    assert smuggled(item["content_html"]) == []
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stored_file_can_run_nothing_in_our_name(world, browser):
    """Whatever the bytes are taken for."""
    client = browser(world.people[Role.READ_ONLY])
    for media_type, inline in (
        ("image/jpeg", True),
        ("image/svg+xml", False),
        ("text/html", False),
    ):
        world.blob.media_type = media_type
        world.blob.save()
        answer = client.get(reverse("assets:file", args=[world.version.pk]))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"].startswith("inline") == inline
