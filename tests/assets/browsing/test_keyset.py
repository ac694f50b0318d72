from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.assets.browsing.keyset import ORDERS, Place, page_of
from apps.assets.models import Asset

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def many(team):
    """Eleven assets; most were made at one moment and have one name."""
    assets = Asset.objects.bulk_create(
        Asset(team=team, kind="image", status="ready", name="bag" if n % 3 else f"bag {n}")
        for n in range(11)
    )
    for number, asset in enumerate(assets):
        moment = BEGINNING + timedelta(days=number // 5)
        Asset.objects.filter(pk=asset.pk).update(created_at=moment)
    return Asset.objects.all()


def everything(found, order):
    name, falling = ORDERS[order]
    sign = "-" if falling else ""
    return list(found.order_by(f"{sign}{name}", f"{sign}pk").values_list("pk", flat=True))


@pytest.mark.parametrize("order", ORDERS)
def test_going_on_and_back_shows_everything_once(many, order):
    expected = everything(many, order)
    forth = [list(page_of(many, order, Place(), 4))]
    while len(forth[-1]) == 4:
        forth.append(list(page_of(many, order, Place(len(forth) + 1, after=forth[-1][-1]), 4)))
    assert [pk for page in forth for pk in page] == expected
    for number, page in enumerate(forth[:-1], start=1):
        back = page_of(many, order, Place(number, before=forth[number][0]), 4)
        assert list(back) == page


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.sampled_from(sorted(ORDERS)), number=st.integers(1, 5), size=st.integers(1, 6))
def test_a_place_by_its_number_and_by_its_neighbour_is_the_same(many, order, number, size):
    expected = everything(many, order)[(number - 1) * size : number * size]
    assert list(page_of(many, order, Place(number), size)) == expected
    if number > 1 and expected:
        before = everything(many, order)[(number - 1) * size - 1]
        assert list(page_of(many, order, Place(number, after=before), size)) == expected


def test_a_neighbour_that_is_gone_is_counted_off(many):
    expected = everything(many, "newest")[4:8]
    assert list(page_of(many, "newest", Place(2, after=uuid4()), 4)) == expected


def test_what_comes_in_meanwhile_is_not_shown_twice(many, team):
    first = list(page_of(many, "newest", Place(), 4))
    Asset.objects.create(team=team, kind="image", name="new", status="ready")
    second = list(page_of(many, "newest", Place(2, after=first[-1]), 4))
    assert set(first).isdisjoint(second)


def test_a_far_page_is_asked_for_without_an_offset(many, django_assert_num_queries):
    anchor = everything(many, "newest")[7]
    with django_assert_num_queries(2) as captured:
        page_of(many, "newest", Place(9, after=anchor), 3)
    assert "OFFSET" not in captured.captured_queries[1]["sql"]


def test_the_pages_of_the_library_lead_to_each_other(browser, contributor, team):
    Asset.objects.bulk_create(
        Asset(team=team, kind="image", status="ready", name=f"n{n:03}") for n in range(130)
    )
    client = browser(contributor)
    seen = []
    address = "/library/?order=name"
    while address:
        answer = client.get(address)
        seen += [card["asset"].name for card in answer.context["cards"]]
        page = answer.context["page"]
        address = page["next"] and (
            f"/library/?order=name&page={page['next']}&after={page['last_id']}"
        )
        if address:
            assert address.split("?")[1].replace("&", "&amp;") in answer.content.decode()
    assert seen == [f"n{n:03}" for n in range(130)]
    beyond = client.get("/library/?order=name&page=99").context["page"]
    assert (beyond["number"], beyond["next"], beyond["previous"]) == (3, None, 2)
