"""What a step costs in statements: a step more here is a step slower everywhere."""

import pytest
from django.db import connection

from apps.jobs.engine.submission import BatchItem, submit_batch
from tests.bench.engine import statements
from tests.bench.engine.pipeline import KIND, Chain

FIRST, MIDDLE, LAST = (3, 2, 4) if connection.vendor == "postgresql" else (20, 18, 22)


@pytest.fixture
def job(monkeypatch, team, user):
    from apps.jobs.engine.submission import submit
    from apps.jobs.pipelines import registry

    monkeypatch.setitem(registry.PIPELINES, KIND, Chain())
    return submit(KIND, team=team, user=user, params={})


OTHERS = 300
ROWS = 80
"""Of a chain of three steps, dead versions included; those of the others are thrice ``OTHERS``."""


def rows_read() -> int:
    """Rows of steps that this database has looked at so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT 1")
        cursor.execute(
            "SELECT seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes i "
            "WHERE i.relid = t.relid) FROM pg_stat_user_tables t WHERE relname = 'jobs_step'"
        )
        return int(cursor.fetchone()[0])


def gather_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE jobs_step, jobs_job")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not count rows read")
@pytest.mark.parametrize("statistics", ["as they are", "of one job", "of all"])
def test_a_step_reads_its_own_job_however_many_others_wait(statistics, job, team, user):
    """Also in a new house, whose tables have no statistics, or those of its first job."""
    if statistics == "of one job":
        gather_statistics()
    items = [BatchItem(title=str(number)) for number in range(OTHERS)]
    submit_batch(KIND, items, team=team, user=user, params={}, title="others")
    if statistics == "of all":
        gather_statistics()
    # What is planned at the first time is kept: this is a connection like any other.
    connection.close()
    before = rows_read()
    statements.of_a_chain(job)
    assert rows_read() - before <= ROWS


def test_a_step_takes_no_more_statements_than_it_did(job):
    counts = statements.of_a_chain(job)
    assert counts == [FIRST, MIDDLE, LAST]
