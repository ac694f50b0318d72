"""A worker is a process: it says that it works, drains when told, and is missed when it dies."""

import os

from django.db import connection

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import JobStatus, StepStatus, Worker
from tests.jobs.engine.waiting import wait_for

from .processes import on_servers, told_to_end

pytestmark = on_servers
NOBODY = "redis://127.0.0.1:1/0"


def rests(job) -> bool:
    job.refresh_from_db()
    return job.status == JobStatus.COMPLETED


def test_a_worker_runs_what_was_submitted_and_says_that_it_is_there(processes, submit):
    worker = processes.start("worker", "--queues", "cpu,io", "--width", "1")
    job = submit()
    wait_for(lambda: rests(job))
    seen = Worker.objects.get()
    assert (seen.pid, seen.queues) == (worker.pid, {"cpu": 1, "io": 1})
    assert seen.memory_bytes > 10_000_000
    assert job.steps.get().claimed_by == seen.name
    assert told_to_end(worker) == 0
    assert not Worker.objects.exists()


def test_a_worker_without_redis_works_all_the_same(processes, submit):
    worker = processes.start("worker", "--queues", "cpu", SKYY_REDIS_URL=NOBODY)
    job = submit()
    wait_for(lambda: rests(job))
    assert told_to_end(worker) == 0


def test_what_runs_when_a_worker_is_told_to_end_is_given_back_without_blame(
    processes, submit, hanging
):
    worker = processes.start("worker", "--queues", "cpu", "--grace", "0")
    job = submit()
    wait_for(hanging)
    assert told_to_end(worker) == 0
    step = job.steps.get()
    assert (step.status, step.attempts, step.losses) == (StepStatus.READY, 0, 0)


def test_a_worker_that_was_killed_is_found_out_by_the_scheduler(processes, submit, hanging):
    patience = {"SKYY_LEASE_SECONDS": "1"}
    worker = processes.start("worker", "--queues", "cpu", **patience)
    job = submit()
    wait_for(hanging)
    os.kill(worker.pid, 9)
    scheduler = processes.start("scheduler", **patience)
    wait_for(lambda: job.steps.get().losses == 1)
    step = job.steps.get()
    assert (step.status, step.attempts) == (StepStatus.READY, 0)
    assert told_to_end(scheduler) == 0


def test_only_queues_that_were_named_are_worked_on(processes, submit):
    worker = processes.start("worker", "--queues", "gpu")
    job = submit()
    wait_for(lambda: Worker.objects.filter(queues={"gpu": 1}).exists())
    assert told_to_end(worker) == 0
    assert job.steps.get().status == StepStatus.READY


def cut_every_connection_but_ours() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_database_that_cuts_every_connection_costs_no_step(processes, submit, pipeline, tmp_path):
    began, go = tmp_path / "began", tmp_path / "go"
    params = {"began": str(began), "go": str(go)}
    pipeline.steps = [PlannedStep("a", "tests.jobs.runtime.handlers:linger@1", params=params)]
    worker = processes.start("worker", "--queues", "cpu", SKYY_LEASE_SECONDS="6")
    job = submit()
    wait_for(began.exists)
    started = Worker.objects.get().started_at
    cut_every_connection_but_ours()
    # Renewed since: the worker has asked again, over a new connection.
    lease = job.steps.get().lease_until
    wait_for(lambda: job.steps.get().lease_until > lease)
    go.touch()
    wait_for(lambda: rests(job))
    step = job.steps.get()
    assert (step.claim_no, step.attempts, step.losses) == (1, 0, 0)
    assert Worker.objects.get().started_at == started
    assert told_to_end(worker) == 0
