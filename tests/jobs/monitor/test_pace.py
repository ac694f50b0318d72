from datetime import timedelta

from django.utils import timezone

from apps.jobs.engine import rollup
from apps.jobs.engine.control import pause
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import Job, Step, StepStatus
from apps.jobs.monitor.pace import paces

NOW = timezone.now()


def finish(batch, count, *, ended):
    """``count`` of the batch's jobs leave the machines at ``ended``."""
    for child in batch.children.exclude(status="awaiting_review")[:count]:
        move_job(child.pk, "start")
        child.steps.update(status=StepStatus.SUCCEEDED, finished_at=ended)
        move_job(child.pk, "await_review")
    rollup.roll_up(batch.pk)
    Job.objects.filter(pk=batch.pk).update(started_at=NOW - timedelta(seconds=60))
    batch.refresh_from_db()


def test_a_batch_that_has_just_begun_has_no_pace(batch, reviewer):
    made = batch(reviewer, 4)
    assert paces([made], now=NOW)[made.pk].per_minute is None


def test_the_pace_is_what_left_the_machines_since_the_start(batch, reviewer):
    made = batch(reviewer, 8)
    finish(made, 4, ended=NOW - timedelta(seconds=1))
    pace = paces([made], now=NOW)[made.pk]
    assert pace.per_minute == 4
    assert pace.seconds_left == 60


def test_what_ended_long_ago_says_nothing_of_now(batch, reviewer):
    made = batch(reviewer, 8)
    finish(made, 4, ended=NOW - timedelta(hours=1))
    assert paces([made], now=NOW)[made.pk].per_minute is None


def test_a_paused_batch_has_no_time_left(batch, reviewer):
    made = batch(reviewer, 8)
    finish(made, 4, ended=NOW - timedelta(seconds=1))
    pause(made)
    made.refresh_from_db()
    assert paces([made], now=NOW)[made.pk].seconds_left is None


def test_a_batch_at_rest_is_not_measured(batch, reviewer):
    made = batch(reviewer, 2)
    finish(made, 2, ended=NOW)
    assert paces([made], now=NOW) == {}


def test_many_batches_cost_one_query(batch, reviewer, django_assert_num_queries):
    made = [batch(reviewer, 2) for _ in range(3)]
    with django_assert_num_queries(1):
        paces(made, now=NOW)
    assert Step.objects.exists()


def test_jobs_half_done_have_not_left_the_machines(batch, reviewer):
    made = batch(reviewer, 8)
    finish(made, 2, ended=NOW - timedelta(seconds=1))
    for child in made.children.filter(status="pending")[:4]:
        move_job(child.pk, "start")
        child.steps.filter(key="validate").update(status=StepStatus.SUCCEEDED, finished_at=NOW)
    assert paces([made], now=NOW)[made.pk].per_minute == 2
