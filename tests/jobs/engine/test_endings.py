"""However a step ends, it is told in words, tried as often as it may be, and harms no other."""

import os
import signal

import pytest

from apps.jobs.engine import children, control, failing
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import JobStatus, Step, StepStatus
from skyy.api.errors import Code, Problem

from .pipelines import HANDLERS
from .waiting import wait_for


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch):
    monkeypatch.setattr(failing, "BACK_OFF_SECONDS", (0.0,))
    monkeypatch.setattr(children, "TICK", 0.05)


def one_step(handler: str, **more) -> list[PlannedStep]:
    return [PlannedStep("a", f"{HANDLERS}:{handler}@1", **more)]


def test_a_photograph_that_cannot_be_read_is_not_tried_again(pipeline, submit, runtime, rest):
    pipeline.steps = one_step("refuse")
    job = rest(submit())
    step = job.steps.get()
    assert (job.status, step.status, step.attempts) == (JobStatus.FAILED, StepStatus.FAILED, 1)
    assert (
        job.error
        == step.error
        == {
            "code": Code.PHOTO_UNREADABLE,
            "message": "This photograph cannot be read.",
        }
    )


def test_an_unexpected_error_is_tried_as_often_as_it_may_be(
    pipeline, submit, runtime, rest, tmp_path
):
    marks = tmp_path / "marks"
    marks.mkdir()
    pipeline.steps = one_step("stumble", params={"marks": str(marks)}, max_attempts=3)
    job = rest(submit())
    assert len(list(marks.iterdir())) == job.steps.get().attempts == 3
    assert job.status == JobStatus.FAILED
    assert job.error["code"] == Code.STEP_FAILED
    assert "unexpected error" in job.error["message"]
    # What the exception says stays in the log: it may name files of this machine.
    assert "stumbled" not in str(job.error)


def test_a_step_that_kills_its_process_is_quarantined_with_a_reason(
    pipeline, submit, runtime, rest
):
    pipeline.steps = one_step("die", max_attempts=2)
    job = rest(submit())
    step = job.steps.get()
    assert (step.status, step.attempts, step.claim_no) == (StepStatus.QUARANTINED, 2, 2)
    assert job.status == JobStatus.FAILED
    assert job.error["code"] == Code.STEP_DIED
    assert "SIGKILL" in job.error["message"]


def test_a_child_killed_from_outside_costs_one_attempt(pipeline, submit, runtime, rest, tmp_path):
    began = tmp_path / "began"
    pipeline.steps = one_step("hang", params={"began": str(began)})
    job = submit()
    wait_for(began.exists)
    pipeline_child = runtime.children()[0]
    Step.objects.filter(job=job).update(handler=f"{HANDLERS}:nothing@1")
    os.kill(pipeline_child, signal.SIGKILL)
    job = rest(job)
    step = job.steps.get()
    assert (job.status, step.attempts, step.claim_no) == (JobStatus.COMPLETED, 1, 2)
    assert step.error is None


def test_a_hung_step_is_ended_at_its_time_out_and_others_go_on(
    pipeline, submit, runtime, rest, tmp_path
):
    pipeline.steps = one_step(
        "hang", params={"began": str(tmp_path / "began")}, timeout_seconds=1, max_attempts=1
    )
    hung = submit()
    pipeline.steps = one_step("nothing")
    others = [submit() for _ in range(3)]
    assert {rest(job).status for job in others} == {JobStatus.COMPLETED}
    hung = rest(hung)
    assert hung.status == JobStatus.FAILED
    assert hung.error["code"] == Code.STEP_TIMED_OUT
    assert "1 s" in hung.error["message"]


@pytest.mark.parametrize("handler", ["wait_for_cancel", "hang"])
def test_a_cancelled_job_stops_in_mid_step(
    handler, pipeline, submit, runtime, rest, tmp_path, monkeypatch
):
    monkeypatch.setattr(children, "CANCEL_GRACE", 0.2)
    began = tmp_path / "began"
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:{handler}@1", params={"began": str(began)}),
        PlannedStep("b", f"{HANDLERS}:nothing@1", needs=("a",)),
    ]
    job, other = submit(), None
    wait_for(began.exists)
    control.cancel(job)
    pipeline.steps = one_step("nothing")
    other = submit()
    job = rest(job)
    assert job.status == JobStatus.CANCELLED
    # Neither was it left to the sweep, nor is anybody blamed.
    assert set(job.steps.values_list("status", "losses", "attempts")) == {
        (StepStatus.CANCELLED, 0, 0)
    }
    assert rest(other).status == JobStatus.COMPLETED
    with pytest.raises(Problem) as again:
        control.cancel(job)
    assert again.value.code == Code.JOB_NOT_CANCELLABLE


def test_a_job_that_never_began_is_cancelled_at_once(submit):
    job = submit()
    control.cancel(job)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def test_cancelling_a_batch_cancels_what_is_left_of_it(pipeline, team, user):
    batch = submit_batch(pipeline.kind, [BatchItem()] * 3, team=team, user=user, params={})
    control.cancel(batch)
    batch.refresh_from_db()
    assert batch.status == JobStatus.CANCELLED
    assert batch.counts["cancelled"] == 3


def test_a_step_may_keep_only_files_of_its_own(pipeline, submit, runtime, rest):
    pipeline.steps = one_step("escape", max_attempts=1)
    job = rest(submit())
    assert job.error["code"] == Code.STEP_FAILED
    assert not job.steps.get().files.exists()


def test_independent_steps_finish_before_the_job_fails(pipeline, submit, runtime, rest):
    pipeline.steps = [
        PlannedStep("bad", f"{HANDLERS}:refuse@1"),
        PlannedStep("after", f"{HANDLERS}:nothing@1", needs=("bad",)),
        PlannedStep("good", f"{HANDLERS}:work@1", params={"seconds": 0.3}),
        PlannedStep("more", f"{HANDLERS}:nothing@1", needs=("good",)),
    ]
    job = rest(submit())
    assert job.status == JobStatus.FAILED
    assert dict(job.steps.values_list("key", "status")) == {
        "bad": StepStatus.FAILED,
        "after": StepStatus.BLOCKED,
        "good": StepStatus.SUCCEEDED,
        "more": StepStatus.SUCCEEDED,
    }


def test_a_finish_that_fails_keeps_the_results_and_can_be_tried_again(
    pipeline, submit, runtime, rest
):
    pipeline.broken = True
    job = rest(submit())
    assert job.status == JobStatus.FAILED
    assert job.steps.get().status == StepStatus.SUCCEEDED
    pipeline.broken = False
    control.retry(job)
    assert rest(job).status == JobStatus.COMPLETED
    assert job.steps.get().claim_no == 1
