"""Many ready steps at once, made by the database itself, and the plans of what is asked of it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.jobs.models import Step


def multiply_steps(times: int) -> None:
    """Give every job ``times`` more ready steps like its first one."""
    copied = [
        field.column
        for field in Step._meta.concrete_fields
        if field.column not in {"id", "key", "ordinal"}
    ]
    fresh = {
        "postgresql": "gen_random_uuid()",
        "sqlite": "lower(hex(randomblob(16)))",
    }[connection.vendor]
    columns = ", ".join(f'"{column}"' for column in copied)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE numbers(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s) "
            f"INSERT INTO jobs_step (id, key, ordinal, {columns}) "
            f"SELECT {fresh}, 'step ' || n, n, {columns} FROM jobs_step, numbers "
            "WHERE ordinal = 0",
            [times],
        )
        cursor.execute("ANALYZE")


def scans(work: Callable[[], Any], table: str) -> list[str]:
    """Do ``work`` and return the full scans of a table that its queries make, as the plans say."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    asked = [q["sql"] for q in captured if q["sql"].startswith(("SELECT", "\n    ", "WITH"))]
    assert any(table in sql for sql in asked)
    return [scan for sql in asked for scan in _scans_of(sql, table)]


def _scans_of(sql: str, table: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            for *_rest, words in cursor.fetchall():
                if words.startswith(f"SCAN {table}"):
                    yield words
        else:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            (found,) = cursor.fetchone()
            plan = json.loads(found) if isinstance(found, str) else found
            yield from _walk(plan[0]["Plan"], table)


def _walk(node: dict[str, Any], table: str) -> Iterator[str]:
    # What is found by its job is that job's.
    by_job = "job_id" in node.get("Recheck Cond", "")
    wide = node["Node Type"] in ("Seq Scan", "Bitmap Heap Scan") and not by_job
    if node.get("Relation Name") == table and wide:
        yield f"{node['Node Type']} on {table}: {node.get('Filter', '')}"
    for child in node.get("Plans", ()):
        yield from _walk(child, table)
