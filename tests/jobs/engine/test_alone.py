"""A step that must be alone in its worker ties up no other step meanwhile."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections

from apps.jobs.engine import control, doorbell
from apps.jobs.engine.claims import LOSSES_BEFORE_ALONE
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.engine.workplace import Workplace
from apps.jobs.models import Job, Queue, Step, StepStatus

from .pipelines import HANDLERS
from .waiting import DEADLINE, wait_for


@contextmanager
def drained(place: Workplace) -> Iterator[Future[None]]:
    """Have a thread run what is ready."""

    def drain() -> None:
        try:
            place.drain(Queue.CPU)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(drain)


@pytest.fixture
def place() -> Iterator[Callable[[str], Workplace]]:
    made: list[Workplace] = []

    def make(name: str, **given: float) -> Workplace:
        made.append(Workplace(name, {Queue.CPU: 2, Queue.IO: 1}, use_cache=False, **given))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def suspect(pipeline, submit, tmp_path) -> tuple[Job, Path]:
    """A job whose step lost some workers and runs until it is cancelled, and the sign of it."""
    began = tmp_path / "began"
    params = {"began": str(began)}
    ordinary = list(pipeline.steps)
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:wait_for_cancel@1", params=params)]
    job = submit()
    job.steps.update(losses=LOSSES_BEFORE_ALONE)
    pipeline.steps = ordinary
    return job, began


def test_what_becomes_ready_meanwhile_is_left_to_other_workers(suspect, submit, place):
    job, began = suspect
    here, there = place("here"), place("there")
    with drained(here) as running:
        wait_for(began.exists)
        other = submit()

        here.drain(Queue.CPU)
        assert other.steps.get().status == StepStatus.READY
        there.drain(Queue.CPU)
        step = other.steps.get()
        assert (step.status, step.claimed_by) == (StepStatus.SUCCEEDED, "there")

        control.cancel(job)
        running.result(DEADLINE)


def test_it_is_run_by_the_same_worker_afterwards(suspect, submit, place, monkeypatch):
    job, began = suspect
    rung: list[str] = []
    here = place("here")
    with drained(here) as running:
        wait_for(began.exists)
        other = submit()
        here.drain(Queue.CPU)
        here.drain(Queue.IO)
        monkeypatch.setattr(doorbell, "ring", lambda queue, times=1: rung.append(queue))
        control.cancel(job)
        running.result(DEADLINE)
    assert other.steps.get().status == StepStatus.SUCCEEDED
    # Those turned away at other doors are called back.
    assert Queue.IO in rung


def test_the_next_step_of_a_job_is_left_to_others_while_somebody_waits_to_be_alone(
    pipeline, submit, place, tmp_path
):
    """The first step runs; the suspect waits for its end; the second step must not wait with it."""
    release = tmp_path / "release"
    pipeline.steps = [
        PlannedStep("a", f"{HANDLERS}:until@1", params={"file": str(release)}),
        PlannedStep("b", f"{HANDLERS}:nothing@1", needs=("a",)),
    ]
    chain = submit()
    here, there = place("here"), place("there")
    with drained(here) as first:
        wait_for(lambda: chain.steps.get(key="a").status == StepStatus.RUNNING)
        params = {"began": str(tmp_path / "suspect began")}
        pipeline.steps = [PlannedStep("s", f"{HANDLERS}:wait_for_cancel@1", params=params)]
        suspect = submit()
        suspect.steps.update(losses=LOSSES_BEFORE_ALONE)
        with drained(here) as second:
            wait_for(lambda: suspect.steps.get().status == StepStatus.RUNNING)
            release.touch()
            first.result(DEADLINE)
            step = chain.steps.get(key="b")
            assert step.status == StepStatus.READY
            there.drain(Queue.CPU)
            step.refresh_from_db()
            assert (step.status, step.claimed_by) == (StepStatus.SUCCEEDED, "there")
            control.cancel(suspect)
            second.result(DEADLINE)


def test_between_two_that_must_be_alone_a_worker_is_there_for_all(submit, place):
    suspects = [submit() for _ in range(2)]
    Step.objects.update(losses=LOSSES_BEFORE_ALONE)
    ordinary = submit()
    place("here", respite=60.0).drain(Queue.CPU)
    first, second = (job.steps.get() for job in suspects)
    assert first.status == ordinary.steps.get().status == StepStatus.SUCCEEDED
    assert (second.status, second.attempts) == (StepStatus.READY, 0)
    assert second.losses == LOSSES_BEFORE_ALONE
    assert second.ready_at is not None
    # Its claim of a moment is no loss, and another worker may try in time.
    Step.objects.update(ready_at=None)
    place("there", respite=60.0).drain(Queue.CPU)
    second.refresh_from_db()
    assert (second.status, second.claimed_by) == (StepStatus.SUCCEEDED, "there")


def test_where_nothing_else_waits_the_next_suspect_begins_after_the_respite(submit, place):
    jobs = [submit() for _ in range(2)]
    Step.objects.update(losses=LOSSES_BEFORE_ALONE)
    place("here", respite=0.0).drain(Queue.CPU)
    assert {job.steps.get().status for job in jobs} == {StepStatus.SUCCEEDED}
