"""What was at work when its worker vanished goes on before anything else begins."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models.functions import Now

from apps.jobs.engine import recovery
from apps.jobs.engine.claims import LOSSES_BEFORE_ALONE, RESUMED, Claim, claim
from apps.jobs.engine.execution import execute
from apps.jobs.engine.failing import give_back
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.retrying import retry_job
from apps.jobs.engine.transitions import move_step
from apps.jobs.models import Job, Priority, Step, StepStatus
from tests.bench.engine.no_child import NoChild

from .pipelines import HANDLERS


@pytest.fixture
def other(team):
    return get_user_model().objects.create_user("other", team=team, role="admin")


def take() -> Claim:
    (held,) = claim("cpu", worker="w")
    return held


def lose(job: Job) -> None:
    """Claim the job's step, and find its worker vanished."""
    held = take()
    assert held.job.pk == job.pk
    Step.objects.filter(pk=held.step.pk).update(lease_until=Now() - timedelta(seconds=1))
    recovery.sweep()


def test_lost_work_goes_on_before_older_work_anothers_and_what_is_urgent(submit, other):
    older, job = submit(), submit(priority=Priority.HIGH)
    lose(job)
    urgent = submit(priority=Priority.URGENT, user=other)
    assert [take().job.pk for _ in range(3)] == [job.pk, urgent.pk, older.pk]


def test_lost_work_goes_on_before_the_next_step_of_a_workers_own_job(pipeline, submit):
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:write@1"),
        PlannedStep("b", f"{HANDLERS}:write@1", needs=("a",)),
    ]
    lost = submit()
    lose(lost)
    assert take().job.pk == lost.pk
    first = submit()
    held = take()
    assert held.job.pk == first.pk
    Step.objects.filter(job=lost, key="a").update(lease_until=Now() - timedelta(seconds=1))
    recovery.sweep()
    child: Any = NoChild()
    assert execute(held, child, use_cache=False, go_on=lambda: True) is None
    assert take().job.pk == lost.pk


def test_once_it_goes_on_a_step_has_its_jobs_priority_again(submit):
    job = submit(priority=Priority.HIGH)
    lose(job)
    assert job.steps.get().priority == RESUMED
    assert take().step.priority == Priority.HIGH
    assert job.steps.get().priority == Priority.HIGH


def test_lost_work_that_a_worker_gives_back_is_first_again(submit):
    older, job = submit(), submit(priority=Priority.HIGH)
    lose(job)
    assert give_back(take())
    assert [take().job.pk for _ in range(2)] == [job.pk, older.pk]


def test_work_that_was_only_given_back_waits_in_its_place(submit):
    job = submit(priority=Priority.HIGH)
    assert give_back(take())
    assert job.steps.get().priority == Priority.HIGH


def test_what_may_take_workers_down_waits_in_its_place(submit):
    job = submit(priority=Priority.HIGH)
    for _ in range(LOSSES_BEFORE_ALONE):
        lose(job)
    step = job.steps.get()
    assert (step.status, step.priority) == (StepStatus.READY, Priority.HIGH)


def test_a_retry_begins_at_its_jobs_priority(submit):
    job = submit()
    lose(job)
    assert move_step(job.steps.get().pk, "cancel")
    recovery.sweep()
    Job.objects.filter(pk=job.pk).update(status="failed")
    assert retry_job(job.pk, {})
    assert job.steps.get().priority == Priority.NORMAL
