"""Nobody waits for whom they hold up: no deadlock on PostgreSQL, no locked database on SQLite.

Workers make random moves on a handful of jobs, through the services that make them. The short form
takes four threads; ``make locks`` eight processes (four threads on SQLite) of 20,000 moves each.
"""

import multiprocessing
import os
import sys
import time
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.models import Count, F, Max, Q

from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Job, Step, StepStatus

from . import random_moves

MOVES = int(os.environ.get("SKYY_LOCKS", "200"))
LONG = MOVES >= 1000
WORKERS = 8 if LONG and connection.vendor == "postgresql" else 4
SEED = int(os.environ.get("SKYY_CHAOS_SEED", "2"))


def counted(column: str) -> int:
    """What PostgreSQL has counted in this database; it counts when a connection is left."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(f"SELECT {column} FROM pg_stat_database WHERE datname = current_database()")
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
    before, committed, began = counted("deadlocks"), counted("xact_commit"), time.monotonic()
    tasks: list[tuple[int, int]] = [(SEED + n, MOVES) for n in range(WORKERS)]
    with pool() as workers:
        made = [task.result() for task in [workers.submit(random_moves.make, *t) for t in tasks]]
    connections.close_all()
    seconds = time.monotonic() - began
    won = sum((Counter(one) for one in made), Counter())
    sys.stdout.write(
        f"\n{connection.vendor}, {'processes' if LONG and WORKERS > 4 else 'threads'}: {WORKERS}, "
        f"moves each: {MOVES}, seconds: {seconds:.0f}, jobs: {Job.objects.count()}, "
        f"transactions: {counted('xact_commit') - committed}, "
        f"deadlocks: {counted('deadlocks') - before}, won: {dict(won)}\n"
    )
    # Every kind of move was made, or this shows nothing.
    assert set(won) >= {"claim", "succeed", "fail", "wait", "come back", "retry"}
    assert counted("deadlocks") == before
    gaps = Job.objects.annotate(events_there=Count("events"), highest=Max("events__number")).filter(
        ~Q(events_there=F("last_event")) | ~Q(highest=F("last_event"))
    )
    assert not gaps.exists()
    # What undoes a step is never there twice, and nothing is undone that is not at rest.
    for undo in Step.objects.filter(compensates__isnull=False).select_related("compensates"):
        if undo.status == StepStatus.RUNNING:
            assert undo.compensates.status == StepStatus.COMPENSATING
