"""One leads, by the database's clock; another takes over when its lease has run out."""

from datetime import timedelta

from django.db.models.functions import Now

from apps.jobs.models import Leadership
from apps.jobs.runtime.leadership import Lead


def test_of_two_one_leads_and_keeps_leading():
    first, second = Lead("x"), Lead("x")
    assert first.contend()
    assert not second.contend()
    assert first.contend()
    assert (first.leads(), second.leads()) == (True, False)


def test_tasks_are_led_apart():
    assert Lead("x").contend()
    assert Lead("y").contend()


def test_who_resigns_is_followed_at_once():
    first, second = Lead("x"), Lead("x")
    first.contend()
    first.resign()
    assert not first.leads()
    assert second.contend()


def test_a_lease_that_ran_out_is_taken_over_and_its_holder_notices():
    first, second = Lead("x"), Lead("x")
    first.contend()
    Leadership.objects.update(until=Now() - timedelta(seconds=1))
    assert second.contend()
    assert not first.contend()
    assert not first.leads()


def test_a_leader_that_was_frozen_does_not_believe_that_it_leads():
    frozen = Lead("x", lease_seconds=0.0)
    assert frozen.contend()
    assert not frozen.leads()


def test_a_holder_known_to_be_dead_is_not_waited_for():
    dead, living = Lead("x"), Lead("x")
    dead.contend()
    assert living.contend(by_force=True)
    assert not dead.contend()


def test_one_that_did_not_lead_takes_nothing_with_it():
    first, second = Lead("x"), Lead("x")
    first.contend()
    second.resign()
    assert first.contend()
