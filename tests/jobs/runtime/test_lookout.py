"""A worker that looks out for work finds what others lost, whoever leads."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from apps.jobs.engine.claims import claim
from apps.jobs.engine.workplace import Workplace
from apps.jobs.models import Job, Queue, Step, StepStatus
from apps.jobs.runtime.lookout import Lookout

WIDTHS = {Queue.CPU: 1}


@pytest.fixture
def lookout():
    workplace = Workplace("here", WIDTHS, use_cache=False)
    made = Lookout(workplace, WIDTHS, interval=60.0)
    made.start()
    yield made
    made.stop()
    workplace.close()


def lost(job: Job, worker: str) -> Step:
    (held,) = claim(Queue.CPU, worker=worker)
    assert held.job.pk == job.pk
    Step.objects.filter(pk=held.step.pk).update(lease_until=Now() - timedelta(seconds=1))
    return held.step


def test_without_any_scheduler_a_worker_runs_what_another_lost(submit, lookout):
    step = lost(submit(), "dead")
    lookout.look()
    lookout.stop()
    step.refresh_from_db()
    assert (step.status, step.claimed_by, step.losses) == (StepStatus.SUCCEEDED, "here", 1)


def test_a_worker_that_was_still_does_not_take_its_own_work_from_itself(submit, lookout):
    step = lost(submit(), "here")
    lookout.look()
    lookout.stop()
    step.refresh_from_db()
    assert (step.status, step.losses) == (StepStatus.RUNNING, 0)
