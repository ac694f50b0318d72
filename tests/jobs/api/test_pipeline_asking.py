"""Asking for 3D models."""

from uuid import uuid4

import pytest

from apps.assets.models import Asset, AssetKind, AssetStatus, Version, VersionSource
from apps.jobs.models import Job
from skyy.configuration import Configuration

ONE = "/api/v1/pipeline/generate/"
MANY = "/api/v1/pipeline/batch-generate/"
pytestmark = pytest.mark.usefixtures("no_throttle_memory")


@pytest.fixture
def ask(browser, contributor):
    client = browser(contributor)

    def post(address, body, **headers):
        return client.post(address, body, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def ask_many(ask):
    return lambda body, **headers: ask(MANY, body, **headers)


def test_a_batch_is_told_as_it_was_asked_for(ask_many, photograph, contributor):
    assets = [photograph(sku="BAG-1"), photograph(sku="HAT-1")]
    ids = [str(asset.pk) for asset in assets]
    answer = ask_many({"asset_ids": ids})
    assert answer.status_code == 202
    told = answer.json()["data"]
    assert (told["status"], told["provider"], told["quality"]) == ("pending", "local", "standard")
    assert (told["fidelity_target"], told["target"]) == (98, "mobile_ar")
    assert (told["asset_ids"], told["total_assets"]) == (ids, 2)
    assert (told["processed_assets"], told["progress_percentage"]) == (0, 0)
    assert told["created_at"] <= told["updated_at"]
    batch = Job.objects.get(pk=told["id"])
    assert (batch.is_batch, batch.created_by, batch.kind) == (True, contributor, "product_model")
    children = batch.children.order_by("id")
    assert [child.source for child in children] == [asset.current_version for asset in assets]
    assert [child.variant.sku for child in children] == ["BAG-1", "HAT-1"]
    assert all(child.steps.exists() for child in children)


def test_a_batch_of_one_is_a_batch(ask_many, photograph):
    told = ask_many({"asset_ids": [str(photograph().pk)]}).json()["data"]
    assert (told["is_batch"], told["total_assets"]) == (True, 1)


def test_one_photograph_makes_one_job_with_what_was_chosen(ask, photograph):
    asset = photograph(sku="BAG-1")
    wish = {"asset_id": str(asset.pk), "quality": "high", "fidelity_target": 90.5}
    answer = ask(ONE, wish | {"target": "banner", "provider": "local"})
    assert answer.status_code == 202
    told = answer.json()["data"]
    assert (told["asset_ids"], told["total_assets"]) == ([str(asset.pk)], 1)
    job = Job.objects.get(pk=told["id"])
    assert not job.is_batch
    assert job.params == {
        "provider": "local",
        "quality": "high",
        "fidelity_target": 90.5,
        "target": "banner",
    }
    assert (job.source, job.variant.sku, job.title) == (asset.current_version, "BAG-1", "BAG-1")


def test_a_photograph_named_twice_is_made_once(ask_many, photograph):
    one, two = str(photograph().pk), str(photograph().pk)
    told = ask_many({"asset_ids": [one, two, one]}).json()["data"]
    assert (told["asset_ids"], told["total_assets"]) == ([one, two], 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"asset_ids": []}, "asset_ids"),
        ({"asset_ids": None}, "asset_ids"),
        ({"asset_ids": "all"}, "asset_ids"),
        ({"asset_ids": ["nonsense"]}, "asset_ids.0"),
        ({"asset_ids": [str(uuid4())] * 1001}, "asset_ids"),
        ({"quality": "best"}, "quality"),
        ({"quality": ["draft"]}, "quality"),
        ({"provider": "hologram"}, "provider"),
        ({"provider": {"id": "local"}}, "provider"),
        ({"target": "moon"}, "target"),
        ({"fidelity_target": 100.5}, "fidelity_target"),
        ({"fidelity_target": -1}, "fidelity_target"),
        ({"fidelity_target": "nan"}, "fidelity_target"),
        ({"fidelity_target": "inf"}, "fidelity_target"),
        ({"fidelity_target": True}, "fidelity_target"),
        ({"fidelity_target": None}, "fidelity_target"),
    ],
)
def test_what_does_not_fit_is_told_by_field_and_nothing_starts(ask_many, photograph, wrong, field):
    answer = ask_many({"asset_ids": [str(photograph().pk)]} | wrong)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "request.invalid")
    assert field in error["fields"]
    assert not Job.objects.exists()


@pytest.mark.parametrize("body", ["[]", "7", '"all"', "null", "{"])
def test_a_body_that_is_no_object_is_refused(browser, contributor, body):
    client = browser(contributor)
    for address in (ONE, MANY):
        answer = client.generic("POST", address, body, content_type="application/json")
        assert answer.status_code == 400, address


def test_assets_that_are_not_there_are_named_each(ask_many, photograph, other_team):
    seen, foreign, nowhere = photograph(), photograph(of=other_team), uuid4()
    answer = ask_many({"asset_ids": [str(seen.pk), str(foreign.pk), str(nowhere)]})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (404, "not_found")
    assert set(error["fields"]) == {"asset_ids.1", "asset_ids.2"}
    assert str(foreign.pk) in error["fields"]["asset_ids.1"][0]
    assert not Job.objects.exists()


def test_another_teams_photograph_alone_is_not_there(ask, photograph, other_team):
    answer = ask(ONE, {"asset_id": str(photograph(of=other_team).pk)})
    assert answer.status_code == 404
    assert list(answer.json()["error"]["fields"]) == ["asset_id"]


def changed(asset: Asset, **values: object) -> str:
    Asset.objects.filter(pk=asset.pk).update(**values)
    return str(asset.pk)


def test_what_is_no_photograph_is_refused_by_name(ask_many, photograph):
    film = changed(photograph(), kind=AssetKind.VIDEO)
    late = changed(photograph(), status=AssetStatus.PROCESSING)
    empty = changed(photograph(), current_version=None)
    made = photograph()
    Version.objects.filter(asset=made).update(source=VersionSource.JOB)
    good = str(photograph().pk)
    answer = ask_many({"asset_ids": [good, film, late, empty, str(made.pk)]})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "request.invalid")
    assert set(error["fields"]) == {f"asset_ids.{place}" for place in (1, 2, 3, 4)}
    assert "Video" in error["fields"]["asset_ids.1"][0]
    assert not Job.objects.exists()


def test_a_deleted_photograph_is_not_there(ask, photograph):
    binned = changed(photograph(), status=AssetStatus.DELETED)
    assert ask(ONE, {"asset_id": binned}).status_code == 404


@pytest.mark.parametrize("name", ["tripo", "triposr", "trellis-space", "shap-e-space", "replicate"])
def test_a_provider_that_cannot_be_had_starts_nothing(ask_many, photograph, name):
    answer = ask_many({"asset_ids": [str(photograph().pk)], "provider": name})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (503, "provider.unavailable")
    assert "SKYY_" in error["fields"]["provider"][0]
    assert not Job.objects.exists()


def test_the_same_key_makes_one_job_and_another_wish_under_it_is_refused(ask_many, photograph):
    wish = {"asset_ids": [str(photograph().pk), str(photograph().pk)]}
    key = {"Idempotency-Key": "models-1"}
    first = ask_many(wish, **key).json()["data"]["id"]
    again = ask_many(wish, **key)
    assert (again.status_code, again.json()["data"]["id"]) == (202, first)
    other = ask_many(wish | {"quality": "draft"}, **key)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "idempotency.mismatch")
    assert Job.objects.filter(is_batch=True).count() == 1


def test_one_key_does_not_serve_both_addresses(ask, photograph):
    asset = str(photograph().pk)
    key = {"Idempotency-Key": "models-1"}
    assert ask(ONE, {"asset_id": asset}, **key).status_code == 202
    assert ask(MANY, {"asset_ids": [asset]}, **key).status_code == 409
    assert ask(ONE, {"asset_id": asset}, **{"Idempotency-Key": "k" * 201}).status_code == 400
    assert Job.objects.count() == 1


def test_both_addresses_share_five_requests_a_minute(ask, photograph):
    asset = str(photograph().pk)
    wishes = [(ONE, {"asset_id": asset}), (MANY, {"asset_ids": [asset]})] * 3
    answers = [ask(address, wish) for address, wish in wishes]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert answers[-1].json()["error"]["code"] == "throttled"
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    # A price may be asked for at any time.
    estimated = ask("/api/v1/pipeline/estimate/", {"asset_count": 1})
    assert estimated.status_code == 200


def test_the_rate_is_the_operators(monkeypatch, settings):
    monkeypatch.setenv("SKYY_GENERATIONS_PER_MINUTE", "40")
    assert Configuration().generations_per_minute == 40
    assert settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["generation"] == "5/min"


def test_a_viewer_may_not_ask(browser, viewer, photograph):
    client = browser(viewer)
    asset = str(photograph().pk)
    for address, wish in ((ONE, {"asset_id": asset}), (MANY, {"asset_ids": [asset]})):
        answer = client.post(address, wish, content_type="application/json")
        assert answer.status_code == 403, address
    assert not Job.objects.exists()
