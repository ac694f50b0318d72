"""Claims: the best first, never twice, never of what must not run."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connections
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs.engine import control
from apps.jobs.engine.claims import claim, look, renew
from apps.jobs.engine.failing import give_back
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import Job, JobStatus, Priority, Queue, Step, StepStatus

from .pipelines import HANDLERS


def in_threads(count: int, task: Callable[[int], list]) -> list:
    def closing(number: int) -> list:
        try:
            return task(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [item for found in pool.map(closing, range(count)) for item in found]


def test_four_threads_never_get_a_step_twice(pipeline, team, user):
    pipeline.steps = [PlannedStep(key, f"{HANDLERS}:nothing@1") for key in "abcd"]
    submit_batch(pipeline.kind, [BatchItem()] * 40, team=team, user=user, params={})

    def take_all(number: int) -> list:
        taken = []
        while claims := claim("cpu", limit=3, worker=str(number)):
            taken += claims
        return taken

    claims = in_threads(4, take_all)

    assert Counter(one.step.pk for one in claims).most_common(1)[0][1] == 1
    assert len(claims) == 160
    assert set(Step.objects.values_list("status", "claim_no")) == {(StepStatus.RUNNING, 1)}
    for job in Job.objects.filter(is_batch=False):
        numbers = list(job.events.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, 7))


def test_higher_priority_then_older_jobs_then_plan_order_come_first(pipeline, submit):
    pipeline.steps = [PlannedStep(key, f"{HANDLERS}:nothing@1") for key in "ab"]
    first, second = submit(), submit()
    urgent = submit(priority=Priority.URGENT)

    claims = claim("cpu", limit=10, worker="w")

    assert [(one.job.pk, one.step.key) for one in claims] == [
        (job.pk, key) for job in (urgent, first, second) for key in "ab"
    ]


def test_the_first_claim_starts_the_job(submit):
    job = submit()
    claim("cpu", worker="w")
    job.refresh_from_db()
    assert job.status == JobStatus.PROCESSING
    assert job.started_at is not None


def test_queues_are_kept_apart(pipeline, submit):
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:nothing@1", queue=Queue.IO)]
    submit()
    assert claim("cpu", worker="w") == []
    assert len(claim("io", worker="w")) == 1


def test_nothing_is_claimed_of_paused_or_ended_jobs_and_batches(pipeline, team, user, submit):
    control.pause(submit())
    ended = submit()
    move_job(ended.pk, "fail")
    batch = submit_batch(pipeline.kind, [BatchItem()], team=team, user=user, params={})
    control.pause(batch)

    assert claim("cpu", limit=9, worker="w") == []

    control.resume(batch)
    assert [one.job.batch_id for one in claim("cpu", limit=9, worker="w")] == [batch.pk]


def test_a_step_that_rests_is_claimed_when_its_time_has_come(submit):
    job = submit()
    job.steps.update(ready_at=Now() + timedelta(hours=1))
    assert claim("cpu", worker="w") == []
    assert len(claim("cpu", worker="w", now=timezone.now() + timedelta(hours=2))) == 1


def test_the_lease_is_the_databases_and_can_be_renewed(submit, settings):
    submit()
    (held,) = claim("cpu", worker="w")
    expired = Step.objects.filter(lease_until__lt=Now())
    assert not expired.exists()
    Step.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert expired.exists()
    assert renew(held)
    assert not expired.exists()


def test_an_old_claim_neither_holds_nor_renews(submit):
    submit()
    (old,) = claim("cpu", worker="w")
    assert look(old).held
    give_back(old)
    (new,) = claim("cpu", worker="w")
    assert (old.claim_no, new.claim_no) == (1, 2)
    assert not renew(old)
    assert not look(old).held
    assert look(new).held
