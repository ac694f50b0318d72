from uuid import uuid4

import pytest

from apps.jobs.engine.transitions import move_job, move_step
from apps.jobs.models import Job, JobStatus

URL = "/api/v1/jobs/"
pytestmark = pytest.mark.usefixtures("no_throttle_memory")


@pytest.fixture
def ask(browser, contributor):
    client = browser(contributor)

    def post(body, **headers):
        return client.post(URL, body, content_type="application/json", headers=headers)

    return post


def fail(job):
    """The job's first step fails for good."""
    step = job.steps.order_by("ordinal").first()
    move_job(job.pk, "start")
    move_step(step.pk, "claim")
    move_step(step.pk, "fail", error={"code": "step.failed", "message": "It broke."})
    move_job(job.pk, "fail", error={"code": "step.failed", "message": "It broke."})


def test_one_photograph_makes_one_job(ask, photograph, contributor):
    asset = photograph(sku="BAG-1")
    answer = ask({"kind": "packshot", "asset_ids": [str(asset.pk)]})
    assert answer.status_code == 202
    job = Job.objects.get(pk=answer.json()["data"]["id"])
    assert (job.source, job.variant.sku, job.created_by) == (
        asset.current_version,
        "BAG-1",
        contributor,
    )
    assert job.params["profile"] == "full"
    assert job.steps.count() == 5


def test_several_photographs_make_a_batch(ask, photograph):
    assets = [photograph(), photograph()]
    answer = ask(
        {"kind": "packshot", "asset_ids": [str(asset.pk) for asset in assets], "title": "Bags"}
    )
    batch = Job.objects.get(pk=answer.json()["data"]["id"])
    assert (batch.is_batch, batch.title) == (True, "Bags")
    assert {child.source for child in batch.children.all()} == {
        asset.current_version for asset in assets
    }


def test_a_variant_stands_for_all_its_photographs(ask, photograph):
    one, two = photograph(sku="HAT-1"), photograph(sku="HAT-1")
    answer = ask({"kind": "packshot", "variant_ids": [str(one.photograph.variant_id)]})
    batch = Job.objects.get(pk=answer.json()["data"]["id"])
    assert {child.source for child in batch.children.all()} == {
        one.current_version,
        two.current_version,
    }


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"kind": "packshot"}, "asset_ids", "request.invalid"),
        ({"kind": "packshot", "asset_ids": ["nonsense"]}, "asset_ids.0", "request.invalid"),
        ({"kind": "packshot", "asset_ids": [str(uuid4())]}, "asset_ids", "request.invalid"),
        ({"kind": "packshot", "variant_ids": [str(uuid4())]}, "variant_ids", "request.invalid"),
        ({"asset_ids": []}, "kind", "request.invalid"),
    ],
)
def test_what_does_not_fit_is_told_by_field(ask, body, field, code):
    error = ask(body).json()["error"]
    assert error["code"] == code
    assert field in error["fields"]
    assert not Job.objects.exists()


def test_an_unknown_kind_and_unknown_parameters_are_refused(ask, photograph):
    asset = str(photograph().pk)
    assert ask({"kind": "hologram", "asset_ids": [asset]}).json()["error"]["code"] == (
        "pipeline.unknown"
    )
    error = ask({"kind": "packshot", "asset_ids": [asset], "params": {"profile": "best"}}).json()
    assert "profile" in error["error"]["fields"]
    assert not Job.objects.exists()


def test_internal_kinds_cannot_be_asked_for(ask, photograph):
    answer = ask({"kind": "renditions", "asset_ids": [str(photograph().pk)]})
    assert answer.json()["error"]["code"] == "pipeline.unknown"


def test_another_teams_photograph_is_not_there(ask, photograph, other_team):
    foreign = photograph(of=other_team)
    answer = ask({"kind": "packshot", "asset_ids": [str(foreign.pk)]})
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_the_same_key_makes_one_job_and_another_wish_under_it_is_refused(ask, photograph):
    one, other = str(photograph().pk), str(photograph().pk)
    wish = {"kind": "packshot", "asset_ids": [one]}
    first = ask(wish, **{"Idempotency-Key": "k1"}).json()["data"]["id"]
    assert ask(wish, **{"Idempotency-Key": "k1"}).json()["data"]["id"] == first
    refused = ask({"kind": "packshot", "asset_ids": [other]}, **{"Idempotency-Key": "k1"})
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "idempotency.mismatch"
    assert Job.objects.count() == 1


def test_a_key_that_is_too_long_is_refused(ask, photograph):
    answer = ask(
        {"kind": "packshot", "asset_ids": [str(photograph().pk)]}, **{"Idempotency-Key": "k" * 201}
    )
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_the_sixth_request_in_a_minute_waits(ask, photograph):
    wish = {"kind": "packshot", "asset_ids": [str(photograph().pk)]}
    answers = [ask(wish) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert answers[-1].json()["error"]["code"] == "throttled"
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_a_viewer_may_not_ask_for_work(browser, viewer, photograph):
    answer = browser(viewer).post(
        URL,
        {"kind": "packshot", "asset_ids": [str(photograph().pk)]},
        content_type="application/json",
    )
    assert answer.status_code == 403
    assert not Job.objects.exists()


def test_a_job_is_paused_resumed_and_cancelled(browser, job, contributor):
    made = job(contributor)
    client = browser(contributor)
    assert client.post(f"{URL}{made.pk}/pause/").json()["data"]["paused"] is True
    again = client.post(f"{URL}{made.pk}/pause")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "job.not_pausable")
    assert client.post(f"{URL}{made.pk}/resume/").json()["data"]["paused"] is False
    cancelled = client.post(f"{URL}{made.pk}/cancel/")
    assert (cancelled.status_code, cancelled.json()["data"]["status"]) == (202, "cancelled")
    again = client.post(f"{URL}{made.pk}/cancel/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "job.not_cancellable")


def test_only_what_failed_is_tried_again(browser, job, reviewer):
    made = job(reviewer)
    client = browser(reviewer)
    refused = client.post(f"{URL}{made.pk}/retry/")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "job.not_retryable")
    fail(made)
    assert client.post(f"{URL}{made.pk}/retry/").json()["data"]["status"] == "pending"


def test_a_contributor_steers_his_own_jobs_a_reviewer_the_teams(
    browser, job, contributor, reviewer, stranger
):
    own, others = job(contributor), job(reviewer)
    assert browser(contributor).post(f"{URL}{others.pk}/cancel/").status_code == 404
    assert browser(stranger).post(f"{URL}{others.pk}/cancel/").status_code == 404
    assert browser(reviewer).post(f"{URL}{own.pk}/cancel/").status_code == 202
    assert Job.objects.get(pk=others.pk).status == JobStatus.PENDING


def test_pipelines_are_told_with_their_parameters(browser, viewer):
    client = browser(viewer)
    packshot, model = client.get("/api/v1/pipelines/").json()["data"]
    assert packshot["kind"] == "packshot"
    assert model["kind"] == "product_model"
    assert {"quality", "fidelity_target", "target"} <= set(model["parameters"]["properties"])
    assert packshot["profiles"] == ["full", "quick", "background_only", "reformat"]
    assert "upscaler" in packshot["parameters"]["properties"]
    assert client.get("/api/v1/pipelines/packshot/").json()["data"] == packshot
    assert client.get("/api/v1/pipelines/renditions/").status_code == 404
