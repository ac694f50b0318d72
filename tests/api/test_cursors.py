"""Long lists, row to row: each row once, whatever comes in between."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.assets.models import Asset
from tests.api.conftest import make_version, refused

ASSETS = "/api/v1/assets/"


def walk(client, query):
    """Ids of all rows, from page to page."""
    found, cursor = [], ""
    while cursor is not None:
        body = client.get(f"{ASSETS}?{query}&page_size=2&cursor={cursor}").json()
        found += [row["id"] for row in body["data"]]
        cursor = body["meta"]["next_cursor"]
        assert body["meta"]["has_more"] == (cursor is not None)
        assert "total" not in body["meta"]
    return found


@pytest.fixture
def many(world):
    for _n in range(5):
        make_version(world.team, "photograph")
    # Of one moment, and of one name.
    some = Asset.objects.order_by("pk")[:3]
    Asset.objects.filter(pk__in=[one.pk for one in some]).update(
        created_at=some[0].created_at, name="Süß “quoted” and long " + "名" * 150
    )
    return world


@pytest.mark.parametrize("order", ["", "ordering=created_at", "ordering=name", "ordering=-name"])
def test_the_walk_meets_every_row_once_in_the_order_of_the_pages(owner, many, order):
    walked = walk(owner, order)
    whole = owner.get(f"{ASSETS}?{order}&page_size=200").json()["data"]
    assert sorted(walked) == sorted(row["id"] for row in whole)
    assert len(set(walked)) == len(walked)
    named = {row["id"]: (row["created_at"], row["name"]) for row in whole}
    field = 1 if "name" in order else 0
    assert [named[one][field] for one in walked] == [named[row["id"]][field] for row in whole]


def test_rows_that_come_in_front_shift_nothing(owner, many):
    first = owner.get(f"{ASSETS}?cursor=&page_size=2").json()
    make_version(many.team, "photograph")
    cursor = first["meta"]["next_cursor"]
    second = owner.get(f"{ASSETS}?cursor={cursor}&page_size=2").json()
    seen = {row["id"] for row in first["data"]}
    assert not seen & {row["id"] for row in second["data"]}


@pytest.mark.parametrize("address", [ASSETS, "/api/v1/jobs/", "/api/v1/audit/", "/api/v1/reviews/"])
@pytest.mark.parametrize("wrong", ["made-up", "a:b:c", "%00", "x" * 5000, "é"])
def test_a_cursor_that_nobody_gave_out_is_refused(owner, address, wrong):
    refused(owner.get(f"{address}?cursor={wrong}"), 400, "request.invalid")


def test_a_cursor_holds_for_its_order_only_and_not_beside_a_page(owner, many):
    cursor = owner.get(f"{ASSETS}?cursor=&page_size=2").json()["meta"]["next_cursor"]
    refused(owner.get(f"{ASSETS}?cursor={cursor}&ordering=name"), 400, "request.invalid")
    refused(owner.get(f"{ASSETS}?cursor={cursor}&page=2"), 400, "request.invalid")


def test_an_order_that_may_be_empty_is_refused_for_cursors(owner, world):
    refused(owner.get("/api/v1/jobs/?cursor=&ordering=started_at"), 400, "request.invalid")
    assert owner.get("/api/v1/jobs/?cursor=&ordering=-created_at").status_code == 200


def test_a_page_behind_a_cursor_costs_no_count(owner, many):
    with CaptureQueriesContext(connection) as asked:
        owner.get(f"{ASSETS}?cursor=&page_size=2")
    assert not [one for one in asked.captured_queries if "COUNT(" in one["sql"].upper()]
