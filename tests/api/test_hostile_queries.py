"""Queries, ranges and numbers that no honest client sends get a clear answer."""

from urllib.parse import quote

import pytest

from apps.accounts.roles import Role
from tests.api.conftest import refused

PRODUCTS = "/api/v1/products/"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=1e3", "page"),
        ("page=٣", "page"),
        ("page=99999999999999999999", "page"),
        ("page_size=0", "page_size"),
        ("page_size=all", "page_size"),
        ("ordering=password", "ordering"),
        ("ordering=team__members__password", "ordering"),
        ("ordering=-name,,nothing", "ordering"),
        ("search=%00", "search"),
        ("sku=a%00b", "sku"),
        ("category=spaceship", "category"),
    ],
)
def test_a_query_that_means_nothing_is_refused_by_name(owner, query, field):
    answer = owner.get(f"{PRODUCTS}?{query}")
    refused(answer, 400, "request.invalid")
    assert field in answer.json()["error"]["fields"]


def test_a_page_beyond_the_last_is_not_found(owner):
    refused(owner.get(f"{PRODUCTS}?page=2"), 404, "not_found")


LONG = "a" * 60_000
"""Longer than what SQLite compares with LIKE; shorter than the longest address a server takes."""
MANY_WORDS = " ".join(f"w{number}" for number in range(3000))


@pytest.mark.parametrize(
    "address",
    [
        f"{PRODUCTS}?search={LONG}",
        f"{PRODUCTS}?search={quote(MANY_WORDS)}",
        f"{PRODUCTS}?sku={LONG}",
        f"{PRODUCTS}?ordering={','.join(['name'] * 3000)}",
        f"/api/v1/assets/?q={LONG}",
        "/api/v1/assets/?" + "&".join(f"tags=t{number}" for number in range(500)),
        "/api/v1/assets/?" + "&".join(f"role=r{number}" for number in range(900)),
        "/api/v1/assets/?" + "&".join(f"collection=c{number}" for number in range(900)),
        f"/api/v1/reviews/?sku={LONG}",
        f"/api/v1/reviews/counts/?sku={LONG}",
        f"/api/v1/jobs/?kind={LONG}",
        f"/api/v1/variants/?colour={LONG}",
    ],
    ids=lambda address: address[:45],
)
def test_a_query_beyond_reason_is_no_error_of_ours(owner, address):
    answer = owner.get(address)
    assert answer.status_code in {200, 400}, answer.content[:200]


@pytest.mark.parametrize(
    "address",
    [
        f"/library/?q={LONG}",
        "/library/?" + "&".join(f"tags=t{number}" for number in range(500)),
        f"/products/?q={LONG}",
        f"/products/?q={quote(MANY_WORDS)}",
        f"/jobs/new/?q={LONG}",
        f"/jobs/new/?plan=1&origin=sku&sku={LONG}",
        f"/review/?sku={LONG}",
        f"/review/?collection={LONG}",
        f"/pipeline/?state={LONG}",
        f"/showcase/?colour={LONG}",
        "/showcase/feed.json?page=" + "9" * 5000,
        "/library/?page=" + "9" * 5000,
        "/products/?page=" + "9" * 5000,
        "/review/?page=-" + "9" * 5000,
        "/pipeline/?page=1e9",
        "/jobs/new/?q=%00",
        "/review/?sku=%00&batch=%00",
        "/products/?collection=%00&drop=%00",
        "/library/?order=%00&page=%00",
    ],
    ids=lambda address: address[:45],
)
def test_a_page_survives_a_query_beyond_reason(world, browser, address):
    client = browser(world.people[Role.SUPER_ADMIN], raise_request_exception=False)
    assert client.get(address).status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "span",
    ["bytes=" + "9" * 5000 + "-", "bytes=-" + "9" * 5000, "bytes=0-0,1-1", "bytes=5-1", "lines=1-"],
    ids=lambda span: span[:12],
)
def test_a_range_beyond_reason_is_no_error_of_ours(world, browser, span):
    client = browser(world.people[Role.READ_ONLY], raise_request_exception=False)
    answer = client.get(f"/media/versions/{world.version.pk}/", HTTP_RANGE=span)
    assert answer.status_code in {200, 206, 416}


def test_numbers_no_column_holds_are_refused(owner, world):
    asset, collection = world.asset.pk, world.collection.pk
    answer = owner.post(f"/api/v1/assets/{asset}/revert/", {"number": 10**30})
    assert answer.status_code in {400, 404}
    answer = owner.patch(f"/api/v1/collections/{collection}/", {"position": 10**30})
    refused(answer, 400, "request.invalid")
    answer = owner.patch(f"/api/v1/products/{world.product.pk}/", {"price": "9" * 40})
    refused(answer, 400, "request.invalid")
    answer = owner.patch(f"/api/v1/products/{world.product.pk}/", {"price": "9999999999.99"})
    assert answer.status_code in {200, 400}
    assert owner.get(f"/api/v1/jobs/{world.job.pk}/events/?after={10**30}").status_code == 200


@pytest.mark.parametrize(
    "accept", ["application/xml", "text/html", "*/*;q=x", "", ",,,", "a" * 9000]
)
def test_whatever_is_accepted_the_answer_has_its_shape(owner, accept):
    answer = owner.get(PRODUCTS, HTTP_ACCEPT=accept)
    assert answer.status_code in {200, 406}
    assert set(answer.json()) == {"data", "error", "meta"}
