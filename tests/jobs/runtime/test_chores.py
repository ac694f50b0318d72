"""Chores are done by the one that leads, again and again, whatever one of them does."""

import threading

import pytest

from apps.jobs.models import Leadership
from apps.jobs.runtime import chores
from apps.jobs.runtime.chores import Chore
from apps.jobs.runtime.repeating import Repeating
from apps.jobs.runtime.scheduler import TASK, Scheduler

DEADLINE = 20


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(chores, "_registered", {})
    return chores.register


def test_a_chore_is_done_by_the_leader_alone(registered):
    done: list[str] = []
    both = threading.Event()
    registered(Chore("count", 0.01, lambda: done.append("x") or both.set()))
    first, second = Scheduler(), Scheduler()
    first.start(alone=True)
    assert both.wait(DEADLINE)
    first.stop()
    counted = len(done)
    assert Leadership.objects.get(pk=TASK).holder == first.lead.holder
    both.clear()
    second.start()
    assert both.wait(DEADLINE)
    second.stop()
    assert len(done) > counted
    assert Leadership.objects.get(pk=TASK).holder == second.lead.holder


def test_who_does_not_lead_does_nothing():
    done = threading.Event()
    asked = threading.Event()
    thread = Repeating("x", 0.0, done.set, may=lambda: bool(asked.set()))
    thread.start()
    assert asked.wait(DEADLINE)
    thread.stop()
    assert not done.is_set()


def test_a_chore_that_fails_is_done_again():
    attempts: list[int] = []
    twice = threading.Event()

    def fail() -> None:
        attempts.append(1)
        if len(attempts) == 2:
            twice.set()
        raise ValueError("broken")

    thread = Repeating("x", 0.01, fail)
    thread.start()
    assert twice.wait(DEADLINE)
    thread.stop()


def test_a_chore_that_left_more_to_do_is_done_again_at_once():
    left = [True, True, False]
    finished = threading.Event()

    def work() -> bool:
        if len(left) == 1:
            finished.set()
        return left.pop(0)

    # Its next turn would come in half a minute.
    thread = Repeating("x", 30.0, work)
    thread.start()
    assert finished.wait(DEADLINE)
    thread.stop()
    assert left == []


def test_a_later_chore_of_a_name_replaces_the_earlier(registered):
    registered(Chore("one", 1.0, lambda: None))
    registered(Chore("one", 2.0, lambda: None))
    assert [chore.interval for chore in chores.chores() if chore.name == "one"] == [2.0]
