"""A move that is one statement decides as several under the job's lock would."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.transitions import move_step, move_steps
from apps.jobs.models import Event, Job, Step, StepStatus

from .pipelines import HANDLERS

DEADLINE = 30.0
NOTHING = f"{HANDLERS}:nothing@1"

on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
)


def closing(work: Callable[[], bool]) -> bool:
    try:
        return work()
    finally:
        connections.close_all()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def numbers_of(job: Job) -> list[int]:
    numbers = Event.objects.filter(job=job).order_by("number").values_list("number", flat=True)
    return list(numbers)


@on_postgres
@pytest.mark.parametrize(
    ("first", "then", "wins"), [("unblock", "claim", True), ("cancel", "unblock", False)]
)
def test_who_waited_for_the_job_is_judged_by_what_came_meanwhile(
    first, then, wins, pipeline, submit
):
    pipeline.steps = [PlannedStep("a", NOTHING), PlannedStep("b", NOTHING, needs=("a",))]
    job = submit()
    step = job.steps.get(key="b")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert move_step(step.pk, first, job_id=job.pk, key="b")
            waiting = pool.submit(closing, lambda: move_step(step.pk, then, job_id=job.pk, key="b"))
            until = time.monotonic() + DEADLINE
            while not somebody_waits():
                assert time.monotonic() < until
                threading.Event().wait(0.01)
        assert waiting.result(DEADLINE) is wins
    job.refresh_from_db()
    assert numbers_of(job) == list(range(1, job.last_event + 1))
    assert job.last_event == 2 + wins


def test_several_steps_move_at_once_and_those_that_may_not_stay(pipeline, submit):
    pipeline.steps = [PlannedStep(key, NOTHING) for key in "abcd"]
    job = submit()
    steps = list(job.steps.order_by("ordinal"))
    assert move_step(steps[1].pk, "claim")

    won = move_steps(job.pk, {step.pk: step.key for step in steps}, "claim", claimed_by="w")

    assert won == {step.pk for step in steps if step.key != "b"}
    assert set(Step.objects.values_list("status", "claim_no")) == {(StepStatus.RUNNING, 1)}
    job.refresh_from_db()
    assert numbers_of(job) == list(range(1, job.last_event + 1)) == [1, 2, 3, 4, 5]
    told = Event.objects.filter(job=job, number__gt=2).order_by("number")
    assert [event.data["key"] for event in told] == ["a", "c", "d"]
    assert {event.data["move"] for event in told} == {"claim"}
    assert [event.data["step"] for event in told] == [
        str(step.pk) for step in steps if step.key != "b"
    ]
