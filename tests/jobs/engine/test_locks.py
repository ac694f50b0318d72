"""Nobody waits for whom they hold up: no deadlock on PostgreSQL, no locked database on SQLite.

Workers make random moves on a handful of jobs, through the services that make them. The short form
takes four threads; ``SKYY_CHAOS=20`` asks for eight processes (four threads on SQLite) of 20,000.
"""

import multiprocessing
import os
import sys
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from django.db import connection, connections

from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Event, Job, Step, StepStatus

from . import random_moves

LONG = int(os.environ.get("SKYY_CHAOS", "0")) >= 20
MOVES = 20_000 if LONG else 300
WORKERS = 8 if LONG and connection.vendor == "postgresql" else 4
SEED = int(os.environ.get("SKYY_CHAOS_SEED", "2"))


def deadlocks() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        (count,) = cursor.fetchone()
        return int(count)


def pool() -> Executor:
    if not LONG or connection.vendor != "postgresql":
        return ThreadPoolExecutor(WORKERS)
    return ProcessPoolExecutor(
        WORKERS,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=random_moves.begin_process,
        initargs=(os.environ["DJANGO_SETTINGS_MODULE"], connection.settings_dict["NAME"]),
    )


@pytest.fixture
def jobs(pipeline, submit, team, user) -> None:
    """Two batches and four single jobs of a saga with branches."""
    pipeline.steps = random_moves.plan()
    for _ in range(2):
        submit_batch(pipeline.kind, [BatchItem()] * 3, team=team, user=user, params={})
    for _ in range(4):
        submit()


def test_random_moves_of_many_neither_deadlock_nor_find_the_database_locked(jobs):
    before = deadlocks()
    tasks: list[tuple[int, int]] = [(SEED + n, MOVES) for n in range(WORKERS)]
    with pool() as workers:
        made = [task.result() for task in [workers.submit(random_moves.make, *t) for t in tasks]]
    connections.close_all()
    won = sum((Counter(one) for one in made), Counter())
    sys.stdout.write(f"{WORKERS} workers, {MOVES} moves each, won: {dict(won)}\n")
    # Every kind of move was made, or this shows nothing.
    assert set(won) >= {"claim", "succeed", "fail", "wait", "come back", "cancel", "retry"}
    assert deadlocks() == before
    for job in Job.objects.all():
        numbers = list(
            Event.objects.filter(job=job).order_by("number").values_list("number", flat=True)
        )
        assert numbers == list(range(1, job.last_event + 1))
    # What undoes a step is never there twice, and nothing is undone that is not at rest.
    for undo in Step.objects.filter(compensates__isnull=False).select_related("compensates"):
        if undo.status == StepStatus.RUNNING:
            assert undo.compensates.status == StepStatus.COMPENSATING
