"""Old events of ended jobs go, in bounded pieces; whoever asks for them starts from a snapshot."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.jobs import events
from apps.jobs.engine import control, retention
from apps.jobs.engine.transitions import move_job
from apps.jobs.live.catch_up import catch_up
from apps.jobs.models import Event, Job, JobStatus


@pytest.fixture
def ended(submit):
    def make() -> Job:
        job = submit()
        move_job(job.pk, "start")
        move_job(job.pk, "complete")
        job.refresh_from_db()
        return job

    return make


def soon():
    return timezone.now() + timedelta(seconds=5)


def numbers(job: Job) -> list[int]:
    return list(job.events.order_by("number").values_list("number", flat=True))


def test_only_events_of_jobs_that_ended_before_go(submit, ended):
    going, moving = ended(), submit()
    assert events.purge(timezone.now() - timedelta(days=1), 100) == 0
    assert events.purge(soon(), 100) == 3
    assert (numbers(going), numbers(moving)) == ([], [1])


def test_a_piece_is_bounded_and_leaves_no_gap(ended):
    jobs = [ended() for _ in range(3)]
    while events.purge(soon(), 2):
        for job in jobs:
            left = numbers(job)
            assert left == list(range(4 - len(left), 4))
    assert not Event.objects.exists()


def test_a_client_whose_number_was_purged_gets_a_snapshot(ended):
    job = ended()
    Event.objects.filter(job=job, number__lte=2).delete()
    (message,), number = catch_up(job, after=0)
    assert (message["type"], number) == ("snapshot", 3)
    (message,), number = catch_up(job, after=2)
    assert (message["type"], message["number"], number) == ("event", 3, 3)
    assert catch_up(job, after=3) == ([], 3)
    events.purge(soon(), 100)
    (message,), _number = catch_up(job, after=2)
    assert message["job"] == events.snapshot(job)


def test_numbers_go_on_after_a_purge(submit):
    job = submit()
    move_job(job.pk, "start")
    move_job(job.pk, "fail")
    events.purge(soon(), 100)
    control.retry(job)
    assert numbers(job) == [4]
    job.refresh_from_db()
    assert (job.status, job.last_event) == (JobStatus.PENDING, 4)


def test_the_schedule_says_when_there_is_more_to_do(ended, monkeypatch):
    for _ in range(2):
        ended()
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(retention, "EVENTS_AT_ONCE", 3)
    assert retention.tick()
    assert retention.tick()
    assert not retention.tick()
    assert not Event.objects.exists()
