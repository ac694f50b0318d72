"""A list asks the database as often for many rows as for few."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.roles import Role
from apps.catalog.clients import create_campaign, create_client
from apps.catalog.models import View
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from apps.catalog.publishing.showcase import publish
from apps.catalog.seasons import create_drop, create_season
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.review import claims, decisions
from tests.api.conftest import (
    World,
    make_rendition,
    make_review,
    make_scored_model,
    make_version,
)
from tests.api.permission_table import API, PAGES

# Fields that make no list; shown with their own queries a row, if at all.
LISTS = [
    route
    for route, method, row, _expected in [*API, *PAGES]
    if method == "GET" and row in {"", "batch"}
]
NO_LISTS = {
    "schema",
    "health:live",
    "health:ready",
    "health:metrics",
    "docs",
    "auth-me",
    "accounts:sign_in",
    "accounts:profile",
    "accounts:password",
    # With nothing ticked they lead back to the library.
    "assets:bulk",
    "catalog:export",
    "accounts:security",
    "accounts:second_factor",
    "accounts:second_factor_off",
    "accounts:recovery_codes",
    "accounts:code",
    "accounts:register",
    "accounts:lost_password",
    "accounts:join",
    "accounts:new_password",
    "accounts:new_address",
    "auth-second-factor",
}


@pytest.mark.parametrize("route", [route for route in LISTS if route not in NO_LISTS])
def test_more_rows_cost_no_more_queries(world, browser, route):
    client = browser(world.people[Role.SUPER_ADMIN])
    more(world, 1)
    few = queries(client, route, world)
    more(world, 3)
    many = queries(client, route, world)
    assert len(many) <= len(few), "\n".join(many)


def queries(client: Any, route: str, world: World) -> list[str]:
    key = {"api-job-children": "pk", "jobs:band": "job_id"}.get(route)
    address = reverse(route, kwargs={key: world.batch.pk} if key else None)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"][:400] for query in captured.captured_queries]


def more(world: World, number: int) -> None:
    """So many more of everything; the batch grows too."""
    team, reviewer = world.team, world.people[Role.DEVELOPER]
    for _ in range(number):
        mark = make_version(team, "photograph")
        make_rendition(mark)
        code = f"M-{mark.pk.hex[-12:]}"
        season = create_season(team=team, name=code)
        drop = create_drop(season=season, name=code)
        create_campaign(client=create_client(team=team, name=code), name=code)
        product = create_product(
            team=team,
            name=code,
            style_code=code,
            category="outwear",
            collection=world.collection,
            season=season,
            drop=drop,
            variants=(NewVariant(f"{code}-1", "Noir"), NewVariant(f"{code}-2", "Rose")),
        )
        variant = product.variants.first()
        assert variant is not None
        attach_photograph(variant, mark.asset, View.FRONT)
        item = BatchItem(source=mark, variant=variant, title=code)
        given = {"team": team, "user": reviewer, "params": {}}
        submit_batch("packshot", [item, item], title=code, **given)
        batch = submit_batch("packshot", [item, item], title=code, **given)
        batch.children.update(batch=world.batch)
        submit_batch("product_model", [item, item], title=code, **given)
        make_scored_model(world, reviewer)
        for decided in (False, True):
            review = make_review(world, reviewer, variant)
            if decided:
                claims.claim(review, reviewer)
                decisions.approve(review, reviewer)
        publish(product, reviewer)
