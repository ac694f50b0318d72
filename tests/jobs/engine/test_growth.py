"""What is asked again and again does not grow with what ended long ago."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.jobs.engine import control, recovery
from apps.jobs.engine.best import ready
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Job, Queue
from tests.bench.engine import history

from .many_rows import scans

ENDED = 20_000

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the rows are made by functions of PostgreSQL"
)


@pytest.fixture
def batch(pipeline, submit, team, user) -> Job:
    """A batch that waits, beside many jobs that ended."""
    ended = submit()
    control.cancel(ended)
    history.multiply(ended, ENDED)
    items = [BatchItem(title=str(number)) for number in range(20)]
    made = submit_batch(pipeline.kind, items, team=team, user=user, params={}, title="waiting")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def whole(work: Callable[[], Any], table: str) -> list[str]:
    """Scans of all rows; those of the jobs that are at work may be found by their status."""
    return [scan for scan in scans(work, table) if scan.startswith("Seq Scan")]


@pytest.mark.parametrize("table", ["jobs_job", "jobs_step"])
def test_sweeping_and_resuming_scan_no_table(batch, table):
    assert Job.objects.count() > ENDED
    assert whole(recovery.sweep, table) == []
    control.pause(batch)
    assert whole(lambda: control.resume(batch), table) == []


def test_a_look_out_for_work_asks_the_claim_index_alone(batch):
    with CaptureQueriesContext(connection) as asked:
        assert ready(Queue.CPU)[:4].count() == 4
    assert "jobs_job" not in asked[0]["sql"]
    assert whole(ready(Queue.CPU)[:4].count, "jobs_step") == []
