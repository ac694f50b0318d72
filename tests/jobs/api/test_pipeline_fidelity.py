"""How near a model is to its photograph, and what is decided of it."""

import pytest

from apps.assets.models import Asset, AssetStatus
from apps.catalog.models import ProductMedia
from apps.jobs.models import Job, Review, ReviewClaim, ReviewDecision
from apps.jobs.review import claims
from tests.jobs.scored import finish_model

URL = "/api/v1/pipeline/fidelity/"
NOWHERE = "01a1f7de-0000-7000-8000-000000000000"
pytestmark = pytest.mark.usefixtures("no_throttle_memory")


@pytest.fixture
def decide(browser, reviewer):
    client = browser(reviewer)

    def post(asset, verdict, body=None, **headers):
        address = f"{URL}{asset}/{verdict}/"
        return client.post(address, body or {}, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def waiting(scored, reviewer):
    """A scored model that waits for a person."""
    return scored(reviewer)


@pytest.mark.parametrize("by", ["result", "reference"])
def test_a_model_and_its_photograph_lead_to_the_same_report(browser, viewer, waiting, by):
    asset = getattr(waiting, by).asset
    answer = browser(viewer).get(f"{URL}{asset.pk}/")
    assert answer.status_code == 200
    told = answer.json()["data"]
    assert told["asset_id"] == str(waiting.result.asset_id)
    assert told["reference_asset_id"] == str(waiting.reference.asset_id)
    assert told["reference_url"] == f"/media/versions/{waiting.reference_id}/"
    assert told["model_url"] == f"/media/versions/{waiting.result_id}/"
    assert (told["fidelity_score"], told["fidelity_target"]) == (93.5, 98)
    assert (told["breakdown"]["geometry"], told["breakdown"]["materials"]) == (97.5, None)
    assert (told["approved"], told["review_status"]) == (False, "waiting")
    assert (told["self_view"], told["seen_share"], told["calibration"]) == (True, 0.46, None)
    assert told["unseen_views"] == ["back"]
    assert told["hindrances"] == ["uncalibrated", "unseen_view:back"]
    assert (told["gate"]["passed"], told["gate"]["target"]) == (True, "mobile_ar")
    assert {axis["name"]: axis["standing"] for axis in told["axes"]}["materials"] == "unseen"
    (picture,) = told["evidence"]
    evidence = waiting.evidence.get()
    assert (picture["kind"], picture["url"]) == (
        "outline",
        f"/media/versions/{evidence.picture_id}/",
    )


def test_a_photograph_stands_for_its_newest_model(browser, viewer, reviewer, waiting, model_job):
    newer = finish_model(model_job(reviewer, source=waiting.reference), score=99)
    client = browser(viewer)
    told = client.get(f"{URL}{waiting.reference.asset_id}/").json()["data"]
    assert (told["asset_id"], told["fidelity_score"]) == (str(newer.result.asset_id), 99)
    told = client.get(f"{URL}{waiting.result.asset_id}/").json()["data"]
    assert told["fidelity_score"] == 93.5
    Asset.objects.filter(pk=newer.result.asset_id).update(status=AssetStatus.DELETED)
    told = client.get(f"{URL}{waiting.reference.asset_id}/").json()["data"]
    assert told["asset_id"] == str(waiting.result.asset_id)


def test_what_was_never_scored_says_so(browser, viewer, photograph):
    answer = browser(viewer).get(f"{URL}{photograph().pk}/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "fidelity.not_scored")


@pytest.mark.parametrize("name", [NOWHERE, "-" * 36, "nonsense"])
def test_what_is_not_there_is_a_404(browser, reviewer, name):
    client = browser(reviewer)
    for answer in (
        client.get(f"{URL}{name}/"),
        client.post(f"{URL}{name}/approve/", content_type="application/json"),
        client.post(f"{URL}{name}/reject/", content_type="application/json"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_another_team_finds_neither_model_nor_photograph(browser, stranger, waiting):
    client = browser(stranger)
    for asset in (waiting.result.asset_id, waiting.reference.asset_id):
        assert client.get(f"{URL}{asset}/").json()["error"]["code"] == "not_found"
        for verdict in ("approve", "reject"):
            body = {"reasons": ["other"]}
            answer = client.post(f"{URL}{asset}/{verdict}/", body, content_type="application/json")
            assert answer.status_code == 404
    assert not ReviewDecision.objects.exists()


def test_an_approved_model_stands_for_its_variant(decide, waiting, reviewer):
    answer = decide(waiting.result.asset_id, "approve", {"note": "Fine."})
    assert answer.status_code == 200
    told = answer.json()["data"]
    assert (told["approved"], told["review_status"], told["new_job_id"]) == (True, "approved", None)
    media = ProductMedia.objects.get()
    assert (media.version, media.role, media.approved_by) == (waiting.result, "model", reviewer)
    decision = ReviewDecision.objects.get()
    assert (decision.verdict, decision.note) == ("approve", "Fine.")
    assert not ReviewClaim.objects.exists()


def test_a_review_is_decided_once(decide, waiting):
    asset = waiting.result.asset_id
    assert decide(asset, "approve").status_code == 200
    for verdict, body in (
        ("approve", {}),
        ("reject", {"reasons": ["other"]}),
        ("reject", {"regenerate": True}),
    ):
        answer = decide(asset, verdict, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "review.decided")
    assert ReviewDecision.objects.count() == 1


def test_what_somebody_else_looks_at_is_not_decided(decide, waiting, producer):
    claims.claim(waiting.job.review, producer)
    for verdict, body in (("approve", {}), ("reject", {"reasons": ["other"]})):
        answer = decide(waiting.result.asset_id, verdict, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "review.claimed")
    assert not ReviewDecision.objects.exists()
    assert ReviewClaim.objects.get().user == producer


@pytest.mark.parametrize(
    ("body", "reasons", "note"),
    [
        ({"reasons": ["colour_off", "edge_halo"]}, ["edge_halo", "colour_off"], ""),
        ({"reason": "colour_off"}, ["colour_off"], ""),
        ({"reason": "colour_off", "reasons": ["colour_off"]}, ["colour_off"], ""),
        ({"reason": "The hem is gone", "note": "Look"}, ["other"], "The hem is gone\nLook"),
    ],
)
def test_a_rejection_keeps_its_reasons(decide, waiting, body, reasons, note):
    answer = decide(waiting.result.asset_id, "reject", body)
    assert answer.status_code == 200
    told = answer.json()["data"]
    assert (told["approved"], told["review_status"], told["new_job_id"]) == (
        False,
        "rejected",
        None,
    )
    decision = ReviewDecision.objects.get()
    assert (decision.reasons, decision.note) == (reasons, note)
    assert not ProductMedia.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "reasons"),
        ({"reason": "  "}, "reasons"),
        ({"reasons": ["ugly"]}, "reasons"),
        ({"reasons": "other"}, "reasons"),
        ({"reasons": ["other"], "note": "n" * 2001}, "note"),
        ({"reason": "r" * 2001}, "note"),
        ({"reasons": ["other"], "regenerate": "perhaps"}, "regenerate"),
        ({"reasons": ["other"], "parameters": {"quality": "high"}}, "parameters"),
        ({"regenerate": True, "parameters": {"quality": "best"}}, "parameters.quality"),
        (
            {"regenerate": True, "parameters": {"fidelity_target": 101}},
            "parameters.fidelity_target",
        ),
        ({"regenerate": True, "parameters": {"provider": "tripo"}}, "parameters.provider"),
        ({"regenerate": True, "parameters": [1]}, "parameters"),
    ],
)
def test_a_rejection_that_does_not_fit_decides_and_holds_nothing(decide, waiting, body, field):
    answer = decide(waiting.result.asset_id, "reject", body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "request.invalid")
    assert any(name.startswith(field) for name in error["fields"]), error["fields"]
    assert Review.objects.get().status == "waiting"
    assert not ReviewClaim.objects.exists()
    assert Job.objects.count() == 1


def test_a_model_is_made_anew_with_other_parameters(decide, waiting):
    body = {"reason": "missing_part", "regenerate": True}
    answer = decide(
        waiting.result.asset_id,
        "reject",
        body | {"parameters": {"quality": "high", "fidelity_target": 99}},
    )
    assert answer.status_code == 202
    told = answer.json()["data"]
    anew = Job.objects.get(pk=told["new_job_id"])
    assert (anew.ancestor, anew.source, anew.variant) == (
        waiting.job,
        waiting.reference,
        waiting.job.variant,
    )
    assert (anew.params["quality"], anew.params["fidelity_target"]) == ("high", 99)
    assert anew.params["target"] == waiting.job.params["target"]
    assert told["review_status"] == "regenerated"
    assert ReviewDecision.objects.get().reasons == ["missing_part"]


def test_the_same_key_makes_it_anew_once(decide, waiting):
    body = {"regenerate": True, "parameters": {"quality": "draft"}}
    key = {"Idempotency-Key": "again-1"}
    first = decide(waiting.result.asset_id, "reject", body, **key)
    again = decide(waiting.result.asset_id, "reject", body, **key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["data"]["new_job_id"] == again.json()["data"]["new_job_id"]
    assert Job.objects.count() == 2


def test_making_anew_counts_as_generation_and_turning_down_does_not(decide, scored, reviewer):
    made = [scored(reviewer, sku=f"BAG-{number}") for number in range(8)]
    downs = [decide(one.result.asset_id, "reject", {"reasons": ["other"]}) for one in made[:2]]
    anew = [decide(one.result.asset_id, "reject", {"regenerate": True}) for one in made[2:]]
    assert [answer.status_code for answer in downs] == [200, 200]
    assert [answer.status_code for answer in anew] == [202] * 5 + [429]
    assert int(anew[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("verdict", ["approve", "reject"])
def test_deciding_takes_a_reviewer(browser, contributor, viewer, scored, verdict):
    report = scored(contributor)
    for user in (contributor, viewer):
        answer = browser(user).post(f"{URL}{report.result.asset_id}/{verdict}/")
        assert answer.status_code == 403
    assert not ReviewDecision.objects.exists()


def test_reviews_show_the_fidelity(browser, reviewer, waiting):
    client = browser(reviewer)
    (listed,) = client.get("/api/v1/reviews/").json()["data"]
    told = client.get(f"/api/v1/reviews/{waiting.job.review.pk}/").json()["data"]
    assert listed["fidelity"] == told["fidelity"]
    shown = told["fidelity"]
    assert (shown["score"], shown["target"], shown["self_view"]) == (93.5, 98, True)
    assert (shown["seen_share"], shown["calibration"]) == (0.46, None)
    assert len(shown["axes"]) == 5
    assert shown["gate"]["passed"] is True


def test_a_review_without_a_report_shows_none(browser, reviewer, waiting):
    waiting.delete()
    (listed,) = browser(reviewer).get("/api/v1/reviews/").json()["data"]
    assert listed["fidelity"] is None
