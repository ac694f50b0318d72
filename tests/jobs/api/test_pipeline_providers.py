"""Who can make 3D models, how long one waits, and what it would cost."""

from datetime import date
from decimal import Decimal

import pytest

from apps.jobs.models import Job, JobStatus, Step, StepStatus
from apps.jobs.providers.cards import CARDS
from skyy.configuration import Configuration

URL = "/api/v1/pipeline/providers/"
ESTIMATE = "/api/v1/pipeline/estimate/"
pytestmark = pytest.mark.usefixtures("no_throttle_memory")


@pytest.fixture
def seen(browser, viewer):
    client = browser(viewer)
    return lambda name="": client.get(f"{URL}{name}").json()["data"]


@pytest.fixture
def estimate(browser, viewer):
    client = browser(viewer)
    return lambda **body: client.post(ESTIMATE, body, content_type="application/json")


def measured(jobs, seconds, model_job, user, **params):
    """So many jobs that took so long."""
    for _ in range(jobs):
        made = model_job(user, params=params)
        steps = Step.objects.filter(job=made)
        steps.update(status=StepStatus.SUCCEEDED, seconds=seconds / steps.count())
        Job.objects.filter(pk=made.pk).update(status=JobStatus.COMPLETED)


def test_every_provider_is_told_with_what_it_needs(seen):
    told = {one["id"]: one for one in seen()}
    assert set(told) == {card.id for card in CARDS}
    assert next(iter(told)) == "local"
    assert (told["local"]["available"], told["local"]["reason"]) == (True, "")
    tripo = told["tripo"]
    assert (tripo["available"], tripo["kind"]) == (False, "remote")
    assert [need["variable"] for need in tripo["missing"]] == ["SKYY_TRIPO_KEY"]
    assert "no client" in tripo["reason"]
    assert (tripo["queue_length"], tripo["expected_wait_seconds"]) == (None, None)
    assert (tripo["price"]["amount"], tripo["price"]["currency"]) == ("0.50", "USD")
    assert date.fromisoformat(tripo["price"]["as_of"])


def test_one_provider_is_told_as_in_the_list(seen):
    listed = {one["id"]: one for one in seen()}
    assert {name: seen(f"{name}/") for name in listed} == listed


def test_an_unknown_provider_is_a_404(browser, viewer):
    answer = browser(viewer).get(f"{URL}hologram/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "provider.unknown")


def test_nobody_waits_behind_nothing(seen):
    local = seen("local/")
    assert (local["queue_length"], local["expected_wait_seconds"]) == (0, 0)


def test_the_wait_is_unknown_until_such_jobs_were_measured(seen, model_job, contributor):
    model_job(contributor)
    local = seen("local/")
    assert (local["queue_length"], local["expected_wait_seconds"]) == (1, None)


def test_the_wait_is_measured(seen, settings, model_job, model_batch, contributor, stranger):
    settings.CONFIGURATION = Configuration(workers=2)
    measured(3, 6.0, model_job, contributor)
    model_batch(contributor, 2)
    # The machines are everybody's.
    begun = model_job(stranger)
    steps = list(begun.steps.order_by("ordinal"))
    done = [step.pk for step in steps[: len(steps) // 3]]
    Step.objects.filter(pk__in=done).update(status=StepStatus.SUCCEEDED)
    Job.objects.filter(pk=begun.pk).update(status=JobStatus.PROCESSING)
    paused = model_job(contributor)
    Job.objects.filter(pk=paused.pk).update(paused=True)
    local = seen("local/")
    assert local["queue_length"] == 3
    left = 3 - len(done) / len(steps)
    assert local["expected_wait_seconds"] == pytest.approx(6.0 * left / 2, abs=0.1)


def test_the_houses_own_machines_cost_nothing(estimate):
    told = estimate(asset_count=24, provider="local", quality="high").json()["data"]
    assert (told["total_cost"], told["per_asset_cost"], told["currency"]) == ("0.00", "0.00", "USD")
    assert (told["asset_count"], told["provider"], told["quality"]) == (24, "local", "high")
    assert (told["is_estimate"], told["expected_seconds"]) == (True, None)


def test_quality_and_provider_have_defaults(estimate):
    told = estimate(asset_count=1).json()["data"]
    assert (told["provider"], told["quality"]) == ("local", "standard")


def test_a_rate_of_the_house_is_laid_on_measured_seconds(
    estimate, settings, model_job, contributor
):
    settings.CONFIGURATION = Configuration(workers=2, local_rate=Decimal("0.0002"), currency="EUR")
    unknown = estimate(asset_count=10, quality="draft").json()["data"]
    assert (unknown["total_cost"], unknown["per_asset_cost"]) == (None, None)
    measured(3, 6.0, model_job, contributor, quality="draft")
    told = estimate(asset_count=10, quality="draft").json()["data"]
    assert (told["per_asset_cost"], told["total_cost"]) == ("0.001200", "0.012000")
    assert (told["currency"], told["expected_seconds"]) == ("EUR", pytest.approx(30))
    other = estimate(asset_count=10, quality="high").json()["data"]
    assert other["total_cost"] is None


def test_a_remote_price_is_an_estimate_with_a_date(estimate):
    told = estimate(asset_count=7, provider="tripo", quality="standard").json()["data"]
    assert (told["per_asset_cost"], told["total_cost"]) == ("0.50", "3.50")
    assert told["is_estimate"] is True
    assert "2026" in told["basis"]
    assert told["available"] is False
    assert "SKYY_TRIPO_KEY" in told["reason"]


def test_an_unknown_price_is_null_and_said(estimate):
    told = estimate(asset_count=7, provider="replicate").json()["data"]
    assert (told["per_asset_cost"], told["total_cost"]) == (None, None)
    assert "No price" in told["basis"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "asset_count"),
        ({"asset_count": 0}, "asset_count"),
        ({"asset_count": -3}, "asset_count"),
        ({"asset_count": 1.5}, "asset_count"),
        ({"asset_count": "many"}, "asset_count"),
        ({"asset_count": 1_000_001}, "asset_count"),
        ({"asset_count": 1, "provider": "hologram"}, "provider"),
        ({"asset_count": 1, "quality": "best"}, "quality"),
    ],
)
def test_a_question_that_does_not_fit_is_told_by_field(estimate, body, field):
    answer = estimate(**body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "request.invalid")
    assert field in answer.json()["error"]["fields"]


def test_asking_for_a_price_starts_nothing(estimate):
    estimate(asset_count=3)
    assert not Job.objects.exists()
