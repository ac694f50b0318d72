"""Sockets that come together read together, and none is told less than there is."""

import pytest

from apps.jobs.engine.transitions import move_job
from apps.jobs.live import shared
from apps.jobs.models import Job


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(shared, "_kept", {})


def test_who_comes_at_the_same_number_shares_one_read(job, reviewer, django_assert_num_queries):
    made = Job.objects.get(pk=job(reviewer).pk)
    first = shared.shared_catch_up(made, after=None)
    with django_assert_num_queries(0):
        assert shared.shared_catch_up(made, after=None) == first


def test_who_comes_after_an_event_is_told_of_it(job, reviewer):
    made = job(reviewer)
    shared.shared_catch_up(Job.objects.get(pk=made.pk), after=None)
    move_job(made.pk, "start")
    (message,), number = shared.shared_catch_up(Job.objects.get(pk=made.pk), after=None)
    assert (message["job"]["status"], number) == ("processing", 2)
    (event,), number = shared.shared_catch_up(Job.objects.get(pk=made.pk), after=1)
    assert (event["number"], number) == (2, 2)


def test_what_was_shared_is_forgotten_soon(job, reviewer, monkeypatch):
    made = Job.objects.get(pk=job(reviewer).pk)
    shared.shared_catch_up(made, after=None)
    Job.objects.filter(pk=made.pk).update(title="Another")
    monkeypatch.setattr(shared, "LIFETIME", 0.0)
    (message,), _number = shared.shared_catch_up(made, after=None)
    assert message["job"]["title"] == "Another"
