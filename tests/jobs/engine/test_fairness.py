"""Nobody's batch holds back another's single job, and asking whose turn it is stays cheap."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.contrib.auth import get_user_model

from apps.jobs.engine import control, fairness, holds, recovery
from apps.jobs.engine.claims import Claim, claim
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.engine.transitions import move_step
from apps.jobs.models import Job, Priority, Queue, Step, StepStatus
from apps.jobs.runtime import Runtime

from .many_rows import multiply_steps, scans
from .pipelines import HANDLERS

FEW = 3


@pytest.fixture(autouse=True)
def _nobody_was_served() -> None:
    fairness._served.clear()


@pytest.fixture
def other(team):
    return get_user_model().objects.create_user("other", team=team, role="admin")


@pytest.fixture
def batch_of(pipeline, team, user) -> Callable[[int], Job]:
    def make(count: int, **given) -> Job:
        items = [BatchItem()] * count
        wish = {"team": team, "user": user, "params": {}} | given
        return submit_batch(pipeline.kind, items, **wish)

    return make


def take(count: int) -> list[Claim]:
    return [one for _ in range(count) for one in claim("cpu", worker="w")]


def finish(held: Claim) -> None:
    assert move_step(held.step.pk, "succeed", claim_no=held.claim_no)


@pytest.mark.parametrize("workers", [1, 4])
def test_a_batch_of_5000_does_not_hold_back_anothers_single_job(workers, batch_of, submit, other):
    batch = batch_of(5000)
    running = take(workers)
    job = submit(user=other)
    for _taken in range(FEW):
        finish(running.pop(0))
        running += take(1)
        if running[-1].job.pk == job.pk:
            break
    else:
        pytest.fail(f"not among {FEW} claims")
    assert running[-1].job.batch_id != batch.pk


def test_two_batches_are_served_in_turns(batch_of, other, user):
    batch_of(20)
    batch_of(20, user=other)
    served = []
    for _ in range(10):
        (held,) = take(1)
        served.append(held.job.created_by_id)
        finish(held)
    assert {served.count(user.pk), served.count(other.pk)} == {5}
    assert all(before != after for before, after in pairwise(served))


def test_who_has_fewer_running_comes_first(batch_of, other, user):
    batch_of(9)
    take(3)
    batch_of(9, user=other)
    assert [held.job.created_by_id for held in take(4)].count(other.pk) >= FEW


def test_the_house_itself_is_served_like_a_user(batch_of, submit, other):
    batch_of(9)
    take(1)
    nobodys = submit(user=None)
    assert nobodys.pk in {held.job.pk for held in take(2)}


def test_a_higher_priority_comes_before_fairness(batch_of, submit, user, other):
    submit(user=other)
    batch_of(5, priority=Priority.HIGH)
    assert {held.job.created_by_id for held in take(5)} == {user.pk}


def test_nothing_of_a_held_queue_begins_until_it_is_released(pipeline, submit, user, rest):
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:nothing@1", queue=Queue.IO),
        PlannedStep("b", f"{HANDLERS}:nothing@1"),
    ]
    job = submit()
    control.hold_queue("io", user, "the provider is down")
    assert claim("io", worker="w") == []
    control.hold_queue("io", user, "still")
    assert len(claim("cpu", worker="w")) == 1
    control.release_queue("io", user)
    assert [held.step.key for held in claim("io", worker="w")] == ["a"]
    with pytest.raises(ValueError, match="no such"):
        control.hold_queue("no such", user)
    job.refresh_from_db()


def test_a_released_queue_goes_on_by_itself(submit, user, rest):
    control.hold_queue("cpu", user)
    job = submit()
    with Runtime(1, grace=0.0):
        assert not Step.objects.filter(job=job, status=StepStatus.SUCCEEDED).exists()
        control.release_queue("cpu", user)
        assert rest(job).status == "completed"


def test_a_paused_batch_is_met_once_and_then_out_of_the_way(batch_of, submit, other):
    batch = batch_of(30)
    control.pause(batch)
    job = submit(user=other)
    assert [held.job.pk for held in take(9)] == [job.pk]
    assert Step.objects.filter(held=True).count() == 30
    control.resume(batch)
    assert not Step.objects.filter(held=True).exists()
    assert len(take(40)) == 30


def test_what_is_held_without_a_reason_is_let_go_by_the_sweep(submit):
    job = submit()
    Step.objects.filter(job=job).update(held=True)
    recovery.sweep()
    assert len(take(1)) == 1


def test_held_jobs_are_looked_at_in_turns_however_many_stay_held(batch_of, submit):
    control.pause(batch_of(10))
    assert take(20) == []
    job = submit()
    Step.objects.filter(job=job).update(held=True)
    assert [holds.release_due(limit=3) for _ in range(4)].count(1) == 1
    assert [held.job.pk for held in take(2)] == [job.pk]
    assert Step.objects.filter(held=True).count() == 10


def test_a_look_at_20000_held_steps_scans_none_of_them(submit):
    for _ in range(20):
        submit()
    multiply_steps(1000)
    Step.objects.update(held=True)
    Job.objects.update(paused=True)
    assert scans(lambda: holds.release_due(limit=5), "jobs_step") == []


def test_a_claim_among_100000_ready_steps_scans_none_of_them(submit, other):
    for number in range(20):
        submit(user=other if number % 2 else None)
    multiply_steps(5000)
    assert Step.objects.count() == 100_020
    assert scans(lambda: claim("cpu", worker="w"), "jobs_step") == []
