"""What a job did is undone when it fails or is cancelled, the last thing first."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from apps.jobs import events
from apps.jobs.engine import children, control, failing, recovery, undoing
from apps.jobs.engine.claims import claim
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import JobStatus, Queue, Step, StepStatus
from apps.jobs.runtime import Runtime
from skyy.api.errors import Code, Problem

from .pipelines import HANDLERS
from .waiting import wait_for

SAGAS = "tests.jobs.engine.saga_handlers"


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch):
    monkeypatch.setattr(failing, "BACK_OFF_SECONDS", (0.0,))
    monkeypatch.setattr(children, "TICK", 0.05)


@pytest.fixture
def step(tmp_path):
    def make(key: str, handler: str = "do", *needs: str, undo: str = "undo", **more) -> PlannedStep:
        return PlannedStep(
            key,
            f"{SAGAS}:{handler}@1",
            needs=needs,
            params={"world": str(tmp_path), "name": key},
            compensate=f"{SAGAS}:{undo}@1" if undo else "",
            **more,
        )

    return make


@pytest.fixture
def notes(tmp_path):
    def read() -> list[str]:
        path = tmp_path / "notes"
        return path.read_text().splitlines() if path.exists() else []

    return read


def statuses(job) -> dict[str, str]:
    return dict(job.steps.values_list("key", "status"))


def test_a_failed_job_undoes_what_it_did_in_reverse_and_half_done_things_too(
    step, notes, pipeline, submit, runtime, rest
):
    pipeline.steps = [
        step("a"),
        step("b", "do", "a"),
        step("plain", "do", "a", undo=""),
        step("c", "half", "b", "plain"),
        step("never", "do", "c"),
    ]
    before = events.snapshot(job := submit())
    job = rest(job)
    assert (job.status, job.error["message"]) == (JobStatus.FAILED, "Half done.")
    undone = [line for line in notes() if line.startswith("undo")]
    assert undone == ["undo c: nothing", "undo b: thing b", "undo a: thing a"]
    assert statuses(job) == {
        "a": StepStatus.COMPENSATED,
        "b": StepStatus.COMPENSATED,
        "plain": StepStatus.SUCCEEDED,
        "c": StepStatus.COMPENSATED,
        "never": StepStatus.BLOCKED,
        "undo.c": StepStatus.SUCCEEDED,
        "undo.b": StepStatus.SUCCEEDED,
        "undo.a": StepStatus.SUCCEEDED,
    }
    for event in events.after(job, before["number"]):
        before = events.fold(before, event)
    assert before == events.snapshot(job)


def test_a_retry_does_again_what_was_undone_and_what_rests_upon_it(
    step, notes, tmp_path, pipeline, submit, runtime, rest
):
    pipeline.steps = [
        step("a"),
        step("rests", "do", "a", undo="", cacheable=False),
        step("beside", undo=""),
        step("c", "half", "rests", "beside"),
    ]
    job = rest(submit())
    control.retry(job)
    job = rest(job)
    assert job.status == JobStatus.FAILED
    (tmp_path / "mended").touch()
    control.retry(job)
    job = rest(job)
    assert (job.status, job.error) == (JobStatus.COMPLETED, None)
    assert [notes().count(f"do {key}") for key in ("a", "rests", "beside")] == [3, 3, 1]
    assert [notes().count(f"undo {what}") for what in ("a: thing a", "c: nothing")] == [2, 2]
    assert {s.status for s in job.steps.filter(compensates=None)} == {StepStatus.SUCCEEDED}


def test_a_cancelled_job_undoes_also_the_step_it_was_stopped_in(
    step, notes, tmp_path, pipeline, submit, runtime, rest
):
    pipeline.steps = [step("a"), step("b", "hold_on", "a"), step("c", "do", "b")]
    job = submit()
    wait_for((tmp_path / "began").exists)
    control.cancel(job)
    job = rest(job)
    assert job.status == JobStatus.CANCELLED
    assert notes() == ["do a", "do b", "undo b: nothing", "undo a: thing a"]
    assert statuses(job)["c"] == StepStatus.CANCELLED


def test_a_cancel_while_undoing_neither_stops_nor_doubles_it(
    step, notes, pipeline, submit, rest, tmp_path
):
    pipeline.steps = [step("a"), step("b", "half", "a", undo="undo_when_told")]
    job = submit()
    with Runtime(1, grace=0.0):
        wait_for(lambda: job.steps.filter(key="undo.b").exists())
        control.cancel(job)
        (tmp_path / "told").touch()
        job = rest(job)
    assert job.status == JobStatus.CANCELLED
    assert notes() == ["do a", "half b", "undo b: nothing", "undo a: thing a"]


def test_an_undo_step_whose_process_dies_is_tried_again(
    step, notes, pipeline, submit, runtime, rest
):
    pipeline.steps = [
        step("a", undo="undo_at_second_try"),
        step("b", "half", "a", undo=""),
    ]
    job = rest(submit())
    assert notes()[-1] == "undo a: thing a"
    assert job.steps.get(key="undo.a").attempts == 1
    assert job.error["message"] == "Half done."


def test_undoing_goes_on_after_the_worker_vanished(step, notes, pipeline, submit, runtime, rest):
    pipeline.steps = [step("a"), step("b", "half", "a")]
    job = submit()
    wait_for(lambda: job.steps.filter(key="undo.b").exists())
    # Whoever claims it now may lose it; nobody is left holding it in the end.
    for _ in range(3):
        lost = job.steps.filter(key__startswith="undo.", status=StepStatus.RUNNING)
        lost.update(lease_until=Now() - timedelta(seconds=1))
        recovery.sweep()
    job = rest(job)
    assert job.status == JobStatus.FAILED
    assert statuses(job)["a"] == statuses(job)["b"] == StepStatus.COMPENSATED


@pytest.mark.parametrize("cancelled", [False, True], ids=["failed", "cancelled"])
@pytest.mark.parametrize("remedy", [undoing.undo_again, undoing.put_right])
def test_what_cannot_be_undone_is_put_before_a_person(
    cancelled, remedy, step, notes, tmp_path, pipeline, submit, runtime, rest, user
):
    second = step("b", "hold_on" if cancelled else "half", "a", undo="")
    pipeline.steps = [step("first"), step("a", "do", "first", undo="stuck"), second]
    pipeline.steps[2] = step("b", "hold_on" if cancelled else "half", "a", undo="")
    job = submit()
    if cancelled:
        wait_for((tmp_path / "began").exists)
        control.cancel(job)
    job = rest(job)
    assert (job.status, job.error["code"]) == (JobStatus.FAILED, Code.COMPENSATION_FAILED)
    assert "needs a person" in job.error["message"]
    # What lies under it may rest upon it.
    assert statuses(job)["first"] == StepStatus.SUCCEEDED
    with pytest.raises(Problem) as twice:
        control.retry(job)
    assert twice.value.code == Code.JOB_NOT_RETRYABLE

    (tmp_path / "mended").touch()
    remedy(job, user)
    job = rest(job)
    assert job.status == (JobStatus.CANCELLED if cancelled else JobStatus.FAILED)
    assert (job.error or {}).get("code") != Code.COMPENSATION_FAILED
    assert {statuses(job)[key] for key in ("first", "a")} == {StepStatus.COMPENSATED}
    assert notes().count("undo a: thing a") == (remedy is undoing.undo_again)
    assert notes()[-1] == "undo first: thing first"
    with pytest.raises(Problem) as nothing:
        remedy(job)
    assert nothing.value.code == Code.COMPENSATION_NOT_FAILED


def test_a_job_that_is_on_its_way_back_begins_nothing_else(step, pipeline, submit):
    pipeline.steps = [step("a"), step("b", "do", "a", undo="")]
    job = submit()
    (held,) = claim("cpu", worker="w")
    Step.objects.filter(key="b").update(started_at=None)
    control.cancel(job)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLING
    failing.give_back(held)
    assert [one.step.key for one in claim("cpu", limit=9, worker="w")] == ["undo.a"]


def test_a_paused_job_is_still_undone_when_it_is_cancelled(
    step, notes, pipeline, submit, runtime, rest, user
):
    held = {"needs": ("a",), "queue": Queue.GPU}
    pipeline.steps = [step("a"), PlannedStep("b", f"{HANDLERS}:nothing@1", **held)]
    control.hold_queue(Queue.GPU, user)
    job = submit()
    wait_for(lambda: job.steps.get(key="a").status == StepStatus.SUCCEEDED)
    control.pause(job)
    control.cancel(job)
    assert rest(job).status == JobStatus.CANCELLED
    assert notes() == ["do a", "undo a: thing a"]
