"""From a submitted job to its result, through real threads and child processes."""

import pytest
from django.core.files.storage import storages
from django.db import transaction

from apps.assets import blobs
from apps.assets.models import Asset, AssetKind, Version, VersionSource
from apps.jobs import events
from apps.jobs.engine import failing
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import JobStatus, StepFile, StepStatus
from skyy.api.errors import Code

from .pipelines import HANDLERS


@pytest.fixture
def photograph(team, tmp_path) -> Version:
    path = tmp_path / "photograph"
    path.write_text("photo")
    stored = blobs.store(path, storage="originals", media_type="image/jpeg", prefix="photo")
    with transaction.atomic():
        blob = blobs.adopt(stored)
    asset = Asset.objects.create(team=team, kind=AssetKind.IMAGE, name="photograph")
    return Version.objects.create(
        asset=asset,
        number=1,
        blob=blob,
        source=VersionSource.UPLOAD,
        filename="photograph.jpg",
    )


def test_a_job_runs_its_steps_in_order_and_completes(pipeline, submit, runtime, rest):
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:write@1", params={"text": "a"}),
        PlannedStep("b", f"{HANDLERS}:write@1", needs=("a",), params={"text": "b"}),
        PlannedStep("c", f"{HANDLERS}:pass_on@1", needs=("a", "b")),
    ]

    job = rest(submit())

    assert job.status == JobStatus.COMPLETED, job.error
    steps = {step.key: step for step in job.steps.all()}
    assert {step.status for step in steps.values()} == {StepStatus.SUCCEEDED}
    assert steps["c"].result == {"sum": 3}
    files = {f.step.key + "." + f.name: f.blob for f in StepFile.objects.select_related("blob")}
    assert files["c.same"] == files["a.text"]
    assert [event["number"] for event in events.after(job, 0)] == list(range(1, job.last_event + 1))


def test_a_step_is_given_the_original_and_what_it_needs_alone(
    pipeline, submit, runtime, rest, photograph
):
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:write@1", params={"text": "a"}),
        PlannedStep("b", f"{HANDLERS}:write@1"),
        PlannedStep("c", f"{HANDLERS}:given@1", needs=("b",)),
    ]
    job = rest(submit(source=photograph))
    result = job.steps.get(key="c").result
    assert result == {"names": ["b.text", "source"], "results": {"b": {"length": 5}}}


def test_an_original_that_is_gone_fails_the_job_in_words(
    pipeline, submit, runtime, rest, photograph, monkeypatch
):
    monkeypatch.setattr(failing, "BACK_OFF_SECONDS", (0.0,))
    storages["originals"].delete(photograph.blob.key)
    job = rest(submit(source=photograph))
    assert (job.status, job.error["code"]) == (JobStatus.FAILED, Code.STORAGE_FAILED)
