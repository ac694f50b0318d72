"""Versions are kept as their collection says; the first and the current one always."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.roles import Role
from apps.assets import retention, versions
from apps.assets.models import Asset, Lineage, Version
from skyy.api.errors import Code, Problem


@pytest.fixture
def aged(make_asset, collection):
    """An asset of six versions, made on the last six days; the sixth is current."""

    def make(rule: str, number: int | None) -> Asset:
        collection.retention, collection.retention_number = rule, number
        collection.save()
        asset = make_asset(collection=collection)
        blob = asset.current_version.blob
        for each in range(2, 7):
            made = Version.objects.create(
                asset=asset, number=each, blob=blob, source="upload", filename="a.jpg"
            )
        asset.current_version = made
        asset.save()
        for version in asset.versions.all():
            moment = timezone.now() - timedelta(days=6 - version.number, hours=1)
            Version.objects.filter(pk=version.pk).update(created_at=moment)
        return asset

    return make


def numbers(asset: Asset) -> list[int]:
    return sorted(asset.versions.values_list("number", flat=True))


@pytest.mark.parametrize(
    ("rule", "number", "kept"),
    [
        ("keep_all", None, [1, 2, 3, 4, 5, 6]),
        ("keep_last_n", 1, [1, 6]),
        ("keep_last_n", 3, [1, 4, 5, 6]),
        ("keep_last_n", 9, [1, 2, 3, 4, 5, 6]),
        ("keep_days", 2, [1, 5, 6]),
        ("keep_days", 30, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_collection_keeps_what_its_rule_says(aged, rule, number, kept):
    asset = aged(rule, number)
    assert retention.prune() == 6 - len(kept)
    assert numbers(asset) == kept
    assert retention.prune() == 0


def test_the_current_version_stays_whatever_its_age(aged):
    asset = aged("keep_last_n", 1)
    Asset.objects.filter(pk=asset.pk).update(current_version=asset.versions.get(number=3))
    retention.prune()
    assert numbers(asset) == [1, 3, 6]


def test_what_something_was_made_from_stays(aged, make_asset):
    asset = aged("keep_last_n", 1)
    child = make_asset(filename="other.jpg").current_version
    Lineage.objects.create(parent=asset.versions.get(number=4), child=child)
    retention.prune()
    assert numbers(asset) == [1, 4, 6]


@pytest.mark.parametrize(
    ("number", "code"),
    [(1, Code.VERSION_UNDELETABLE), (6, Code.CONFLICT), (7, Code.NOT_FOUND)],
)
def test_the_first_and_the_current_one_cannot_be_removed(aged, number, code):
    asset = aged("keep_all", None)
    with pytest.raises(Problem) as refusal:
        versions.remove(asset, number)
    assert refusal.value.code == code
    assert numbers(asset) == [1, 2, 3, 4, 5, 6]


def test_a_version_is_removed_by_api_and_page(aged, api, browser, person):
    asset, reviewer = aged("keep_all", None), person(Role.DEVELOPER)
    assert api(reviewer).delete(f"/api/v1/assets/{asset.pk}/versions/2/").status_code == 204
    browser(reviewer).post(f"/library/{asset.pk}/versions/3/delete/")
    assert numbers(asset) == [1, 4, 5, 6]
    answer = api(reviewer).delete(f"/api/v1/assets/{asset.pk}/versions/1/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "version.undeletable")


def test_a_rule_needs_its_number(api, person, collection):
    producer = api(person(Role.ADMIN))
    address = f"/api/v1/collections/{collection.pk}/"
    answer = producer.patch(address, {"retention": "keep_days"}, format="json")
    assert answer.status_code == 400
    assert "retention_number" in answer.json()["error"]["fields"]
    wish = {"retention": "keep_days", "retention_number": 90}
    assert producer.patch(address, wish, format="json").json()["data"]["retention_number"] == 90
