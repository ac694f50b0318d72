"""Dramatiq without an engine: an actor that does one UPDATE, and one that does a step by hand.

``step`` sends the very texts that the engine's step sends, recorded in the same run (``script``),
over plain psycopg with its defaults, so that they are planned once here too.
"""

import json
import os
import threading
import uuid
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import dramatiq
import psycopg
from dramatiq.brokers.redis import RedisBroker
from psycopg.types.json import Jsonb

URL = os.environ["SKYY_DATABASE_URL"]
broker = RedisBroker(url=os.environ["SKYY_REDIS_URL"].removesuffix("/0") + "/6", middleware=[])
dramatiq.set_broker(broker)
_kept = threading.local()


def connection() -> "psycopg.Connection[Any]":
    """One per thread, kept."""
    if not hasattr(_kept, "connection"):
        _kept.connection = psycopg.connect(URL, autocommit=True)
        # As the engine's connections: what is prepared is planned once.
        _kept.connection.execute("SET plan_cache_mode = force_generic_plan")
    connection: psycopg.Connection[Any] = _kept.connection
    return connection


@dramatiq.actor(queue_name="bare")
def update(number: int) -> None:
    """One UPDATE."""
    connection().execute("UPDATE bench_row SET done_at = clock_timestamp() WHERE id = %s", [number])


@dramatiq.actor(queue_name="by_hand")
def step() -> None:
    """Claim the best step and end it, and the job's next ones as long as they are given along with
    that; where another became ready all the same, ring for it."""
    said, at = _script(), connection()
    # Every message has its step; somebody else may be at that one just now.
    while (held := _claimed(at, said)) is None:
        pass
    while held is not None:
        if held["last"]:
            _end_all(at, said, held)
            return
        rows = _ended(at, said, held)
        held = _next(said, rows, held)
    step.send()


def _claimed(at: "psycopg.Connection[Any]", said: dict[str, Any]) -> dict[str, Any] | None:
    now = _now()
    given = {
        "queue": "cpu",
        "below": 1 << 15,
        "served": [],
        "turns": [],
        "now": None,
        "at": now,
        "worker": "hand",
        "lease": LEASE,
        "starts": TOLD,
        "claims": TOLD,
        "start_event": uuid.uuid4(),
        "claim_event": uuid.uuid4(),
    }
    row = _send(at, said, "claim", given).fetchone()
    if row is None or row[-3] is None:
        return None
    columns = said["columns"]["step"]
    found = dict(zip(columns, row[: len(columns)], strict=True))
    return {**found, "claim_no": found["claim_no"] + 1, "last": row[-1]}


def _about(held: dict[str, Any]) -> dict[str, Any]:
    now = _now()
    return {
        "job": held["job_id"],
        "claim_no": held["claim_no"],
        "now": now,
        "new_result": Jsonb({}),
        "new_seconds": 0.0,
        "new_progress": 1.0,
        "new_cache_key": "",
        "new_from_cache": False,
        "new_finished_at": now,
        "new_lease_until": None,
        "new_error": None,
    }


def _ended(
    at: "psycopg.Connection[Any]", said: dict[str, Any], held: dict[str, Any]
) -> list[tuple[Any, ...]]:
    given = {
        **_about(held),
        "step": held["id"],
        "key": held["key"],
        "events": [uuid.uuid4() for _ in range(7)],
        "success": TOLD,
        "freed": TOLD,
        "claim": TOLD,
        "worker": "hand",
        "lease": LEASE,
        "queue": held["queue"],
        "priority": held["priority"],
        "owner": held["owner"],
    }
    with at.pipeline():
        _send(at, said, "lock", given)
        cursor = _send(at, said, "end", given)
    return cursor.fetchall()


def _next(
    said: dict[str, Any], rows: list[tuple[Any, ...]], held: dict[str, Any]
) -> dict[str, Any] | None:
    for row in rows:
        if row[0] == 2:
            found = dict(zip(said["columns"]["step"], row[10:], strict=True))
            return {**found, "last": row[9]}
    return None


def _end_all(at: "psycopg.Connection[Any]", said: dict[str, Any], held: dict[str, Any]) -> None:
    given = {**_about(held), "steps": [held["id"]], "events": [uuid.uuid4()], "told": TOLD}
    with at.transaction():
        with at.pipeline():
            _send(at, said, "succeed", given)
            _send(at, said, "job", given)
            cursor = _send(at, said, "steps", given)
        cursor.fetchall()
        now = _now()
        given |= {"event": uuid.uuid4(), "now": now, "new_finished_at": now}
        _send(at, said, "complete", given | {"new_facts": Jsonb({})})


TOLD = Jsonb({"status": "by hand"})
LEASE = timedelta(seconds=30)


@cache
def _script() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(Path(os.environ["BENCH_SCRIPT"]).read_text())
    for what, found in said.items():
        if what != "columns":
            said[what] = (found[0].encode(), found[1])
    return said


def _now() -> datetime:
    return datetime.now(UTC)


def _send(
    at: "psycopg.Connection[Any]", said: dict[str, Any], what: str, given: dict[str, Any]
) -> "psycopg.RawCursor[Any]":
    text, names = said[what]
    cursor = psycopg.RawCursor(at)
    cursor.execute(text, [given[name] for name in names])
    return cursor
