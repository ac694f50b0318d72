"""A batch is what its children are."""

import pytest

from apps.jobs import events
from apps.jobs.engine import control, rollup
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import Job, JobStatus

from .pipelines import HANDLERS
from .waiting import wait_for


@pytest.fixture
def batch_of(pipeline, team, user):
    def make(count: int) -> Job:
        return submit_batch(pipeline.kind, [BatchItem()] * count, team=team, user=user, params={})

    return make


def statuses(batch: Job) -> tuple[str, dict]:
    rollup.roll_up(batch.pk)
    batch.refresh_from_db()
    counts = {name: n for name, n in batch.counts.items() if n and name != "total"}
    return batch.status, counts


def end(child: Job, move: str) -> None:
    move_job(child.pk, "start")
    assert move_job(child.pk, move)


def test_a_batch_goes_with_its_children(batch_of):
    batch = batch_of(2)
    first, second = batch.children.all()
    assert statuses(batch) == (JobStatus.PENDING, {"pending": 2})
    move_job(first.pk, "start")
    assert statuses(batch) == (JobStatus.PROCESSING, {"pending": 1, "processing": 1})
    end(second, "await_review")
    assert statuses(batch) == (JobStatus.PROCESSING, {"processing": 1, "awaiting_review": 1})
    move_job(first.pk, "await_review")
    assert statuses(batch) == (JobStatus.AWAITING_REVIEW, {"awaiting_review": 2})
    move_job(first.pk, "complete")
    assert statuses(batch)[0] == JobStatus.AWAITING_REVIEW
    move_job(second.pk, "complete")
    assert statuses(batch) == (JobStatus.COMPLETED, {"completed": 2})


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        (["complete", "fail"], JobStatus.COMPLETED),
        (["fail", "fail"], JobStatus.FAILED),
        (["await_review", "fail"], JobStatus.AWAITING_REVIEW),
    ],
)
def test_some_failures_do_not_fail_a_batch(moves, expected, batch_of):
    batch = batch_of(2)
    for child, move in zip(batch.children.all(), moves, strict=True):
        end(child, move)
    assert statuses(batch)[0] == expected


def test_a_batch_whose_children_were_each_cancelled_is_cancelled(batch_of):
    batch = batch_of(2)
    for child in batch.children.all():
        control.cancel(child)
    assert statuses(batch) == (JobStatus.CANCELLED, {"cancelled": 2})


def test_cancelling_one_child_touches_no_other(batch_of):
    batch = batch_of(2)
    first, second = batch.children.all()
    before = second.last_event
    control.cancel(first)
    second.refresh_from_db()
    assert (second.status, second.last_event) == (JobStatus.PENDING, before)


def test_retrying_a_batch_starts_its_failed_children_again(batch_of):
    batch = batch_of(3)
    for child, move in zip(batch.children.all(), ["complete", "fail", "fail"], strict=True):
        end(child, move)
    assert statuses(batch)[0] == JobStatus.COMPLETED
    control.retry(batch)
    assert statuses(batch) == (JobStatus.PROCESSING, {"completed": 1, "pending": 2})


def test_counting_twice_tells_nothing_twice(batch_of):
    batch = batch_of(2)
    end(batch.children.first(), "fail")
    statuses(batch)
    number = batch.last_event
    statuses(batch)
    assert batch.last_event == number


def test_a_batch_runs_by_itself_and_its_snapshot_follows(pipeline, batch_of, runtime, rest):
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:write@1"),
        PlannedStep("b", f"{HANDLERS}:nothing@1"),
    ]
    pipeline.ending = "await_review"
    batch = batch_of(6)
    known = events.snapshot(batch)
    batch = rest(batch)
    assert (batch.status, batch.counts["awaiting_review"]) == (JobStatus.AWAITING_REVIEW, 6)
    for child in batch.children.all():
        move_job(child.pk, "complete")
    wait_for(lambda: Job.objects.get(pk=batch.pk).status == JobStatus.COMPLETED)
    for event in events.after(batch, known["number"]):
        known = events.fold(known, event)
    assert known == events.snapshot(batch)
    assert known["counts"]["completed"] == 6
