"""What belongs to one team is neither read nor named nor touched by another."""

import json
from typing import Any

from django.contrib import admin
from django.urls import reverse

from apps.accounts.roles import Role
from apps.assets.models import Asset
from apps.catalog.models import Campaign, Drop, Photograph, Product, Variant
from apps.jobs.models import Job
from tests.api.conftest import MARK, STRANGER, make_review
from tests.api.permission_table import API, PAGES
from tests.api.test_permissions import address_of

PUBLIC = {"schema", "docs"} | {route for route, *_ in PAGES if route.startswith("catalog:showcase")}
READ = [
    (route, row)
    for route, method, row, _expected in [*API, *PAGES]
    if method == "GET" and route not in PUBLIC
]


def test_no_page_or_list_lets_a_name_out_to_another_team(world, browser):
    client = browser(world.people[STRANGER])
    leaks = []
    for route, row in READ:
        answer = client.get(address_of(route, row, world))
        if MARK in answer.getvalue().decode(errors="replace").lower():
            leaks.append(route)
    assert leaks == []


def test_the_admin_lets_no_name_out_to_another_team(world, browser):
    client = browser(world.people[STRANGER])
    pages = ["admin:index"]
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages += [f"{place}_changelist", f"{place}_add"]
    shown = {page: client.get(reverse(page)).content.decode().lower() for page in pages}
    assert [page for page, text in shown.items() if MARK in text] == []


def test_admin_autocompletion_offers_ones_own_team_only(world, browser):
    client = browser(world.people[STRANGER])
    asked = {"app_label": "assets", "model_name": "asset", "field_name": "collection", "term": ""}
    answer = client.get(reverse("admin:autocomplete"), asked)
    assert answer.json()["results"] == []


def test_the_admin_takes_no_row_of_another_team(world, browser):
    """An Owner sees every team; a form for a Producer must not point out of the team."""
    theirs = Asset.objects.create(
        team=world.people[STRANGER].team, kind="image", name="theirs", status="ready"
    )
    address = reverse("admin:assets_asset_change", args=[theirs.pk])
    form = {"name": "theirs", "role": "photograph", "versions-TOTAL_FORMS": 0}
    form |= {"versions-INITIAL_FORMS": 0, "collection": world.collection.pk, "tags": world.tag.pk}
    answer = browser(world.people[STRANGER]).post(address, form)
    assert set(answer.context["adminform"].form.errors) == {"collection", "tags"}
    theirs.refresh_from_db()
    assert theirs.collection is None


def bodies(world: Any) -> list[tuple[str, str, str, dict[str, Any], str]]:
    """Requests in which a stranger names a row of the house, and the field that must be refused."""
    coat = {"name": "Mine", "style_code": "MINE-1"}
    asset, variant = str(world.asset.pk), str(world.variant.pk)
    return [
        ("product-list", "post", "", coat | {"collection": world.collection.pk}, "collection"),
        ("product-list", "post", "", coat | {"season": world.season.pk}, "season"),
        ("product-list", "post", "", coat | {"drop": world.drop.pk}, "drop"),
        ("variant-list", "post", "", {"sku": "MINE-2", "product": world.product.pk}, "product"),
        ("drop-list", "post", "", {"name": "Mine", "season": world.season.pk}, "season"),
        ("campaign-list", "post", "", {"name": "Mine", "client": world.client.pk}, "client"),
        ("photograph-list", "post", "", {"asset": asset, "variant": variant}, "asset"),
        ("photograph-list", "post", "", {"asset": asset, "variant": variant}, "variant"),
        ("api-job-list", "post", "", {"kind": "packshot", "asset_ids": [asset]}, "asset_ids"),
        ("api-job-list", "post", "", {"kind": "packshot", "variant_ids": [variant]}, "variant_ids"),
    ]


def test_a_request_cannot_point_at_rows_of_another_team(world, api):
    client = api(world.people[STRANGER])
    models = (Product, Variant, Drop, Campaign, Photograph, Job)
    before = [model.objects.count() for model in models]
    for route, verb, _row, body, field in bodies(world):
        answer = getattr(client, verb)(reverse(route), json.loads(json.dumps(body, default=str)))
        assert answer.status_code == 400, (route, field, answer.content)
        assert field in answer.json()["error"]["fields"], (route, field)
    assert [model.objects.count() for model in models] == before


def test_a_filter_by_another_teams_row_finds_nothing(world, api):
    client = api(world.people[STRANGER])
    for address in (
        f"/api/v1/variants/?product={world.product.pk}",
        f"/api/v1/photographs/?variant={world.variant.pk}",
        f"/api/v1/jobs/?batch={world.batch.pk}&top_level=false",
        f"/api/v1/reviews/?sku={MARK}",
        f"/api/v1/products/?search={MARK}",
        f"/api/v1/assets/?q={MARK}",
    ):
        assert client.get(address).json()["data"] == [], address


def test_a_contributor_sees_and_steers_their_own_jobs_and_reviews_only(world, api):
    contributor = world.people[Role.API_USER]
    own = make_review(world, contributor)
    client = api(contributor)
    listed = client.get("/api/v1/jobs/?top_level=false").json()["data"]
    assert [job["id"] for job in listed] == [str(own.job_id)]
    reviews = client.get("/api/v1/reviews/").json()["data"]
    assert [review["id"] for review in reviews] == [str(own.pk)]
    assert client.get(f"/api/v1/jobs/{own.job_id}/events/").status_code == 200
    assert client.post(f"/api/v1/reviews/{own.pk}/approve/").status_code == 403
