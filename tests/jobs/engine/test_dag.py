"""Branches that part and meet, and steps that may fail."""

import pytest

from apps.jobs import events
from apps.jobs.engine import control, failing
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import JobStatus, StepStatus

from .pipelines import HANDLERS


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch):
    monkeypatch.setattr(failing, "BACK_OFF_SECONDS", (0.0,))


def write(key: str, *needs: str) -> PlannedStep:
    return PlannedStep(key, f"{HANDLERS}:write@1", needs=needs, params={"text": key})


def test_a_step_waits_for_all_branches_and_is_given_what_each_made(pipeline, submit, runtime, rest):
    branches = [f"b{number}" for number in range(5)]
    pipeline.steps = [
        write("a"),
        *(write(key, "a") for key in branches),
        PlannedStep("end", f"{HANDLERS}:given@1", needs=tuple(branches)),
    ]
    job = rest(submit())
    assert job.status == JobStatus.COMPLETED
    steps = {step.key: step for step in job.steps.all()}
    assert steps["end"].result["names"] == [f"{key}.text" for key in branches]
    assert steps["end"].result["results"] == {key: {"length": 3} for key in branches}
    assert all(steps[key].started_at >= steps["a"].finished_at for key in branches)


@pytest.mark.parametrize("handler", ["refuse", "die", "stumble"])
def test_an_optional_step_that_fails_is_skipped_and_the_others_go_on_without(
    handler, pipeline, submit, runtime, rest, tmp_path
):
    (tmp_path / "marks").mkdir()
    pipeline.steps = [
        write("a"),
        PlannedStep(
            "maybe",
            f"{HANDLERS}:{handler}@1",
            needs=("a",),
            optional=True,
            max_attempts=2,
            params={"marks": str(tmp_path / "marks")},
        ),
        PlannedStep("after", f"{HANDLERS}:given@1", needs=("a", "maybe")),
    ]
    job = rest(submit())
    assert (job.status, job.error) == (JobStatus.COMPLETED, None)
    maybe = job.steps.get(key="maybe")
    assert maybe.status == StepStatus.SKIPPED
    told = [e["data"] for e in events.after(job, 0) if e["data"].get("status") == "skipped"]
    assert told[0]["error"] == maybe.error
    assert maybe.error["message"]
    assert job.steps.get(key="after").result == {
        "names": ["a.text"],
        "results": {"a": {"length": 1}},
    }


def test_what_needs_only_a_skipped_step_runs_with_nothing(pipeline, submit, runtime, rest):
    pipeline.steps = [
        PlannedStep("maybe", f"{HANDLERS}:refuse@1", optional=True),
        PlannedStep("after", f"{HANDLERS}:given@1", needs=("maybe",)),
    ]
    job = rest(submit())
    assert job.steps.get(key="after").result == {"names": [], "results": {}}


def test_a_skipped_step_is_not_the_reason_why_a_job_failed(pipeline, submit, runtime, rest):
    pipeline.steps = [
        PlannedStep("maybe", f"{HANDLERS}:stumble@1", optional=True, max_attempts=1, params={}),
        PlannedStep("bad", f"{HANDLERS}:refuse@1", needs=("maybe",)),
    ]
    job = rest(submit())
    assert (job.status, job.error["code"]) == (JobStatus.FAILED, "photo.unreadable")
    control.retry(job)
    job = rest(job)
    assert dict(job.steps.values_list("key", "claim_no")) == {"maybe": 1, "bad": 2}
