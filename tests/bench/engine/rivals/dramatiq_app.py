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
    connection: psycopg.Connection[Any] = _kept.connection
    return connection


@dramatiq.actor(queue_name="bare")
def update(number: int) -> None:
    """One UPDATE."""
    connection().execute("UPDATE bench_row SET done_at = clock_timestamp() WHERE id = %s", [number])


@dramatiq.actor(queue_name="by_hand")
def step() -> None:
    """Claim the best step and end it; where another became ready, ring for it."""
    said, at = _script(), connection()
    # Every message has its step; somebody else may be at that one just now.
    while (row := _claimed(at, said)) is None:
        pass
    job, claim_no = row["job_id"], row["claim_no"]
    if row["needs"]:
        at.execute(said["needed"], {"job": job, "key_0": row["needs"][0]}).fetchall()
    with at.transaction():
        _send(
            at,
            said["succeed"],
            **_about(row["id"], job, claim_no + 1),
            result=Jsonb({}),
            seconds=0.0,
            progress=1.0,
            cache_key="",
            from_cache=False,
            finished_at=_now(),
            lease_until=None,
            error=None,
        )
        stand = at.execute(said["standing"], {"job": job}).fetchall()
        done = {key for _job, _pk, key, status, *_ in stand if status == "succeeded"}
        free = [
            pk
            for _job, pk, _key, status, needs, *_ in stand
            if status == "blocked" and done.issuperset(needs)
        ]
        if free:
            _send(at, said["unblock"], **_about(free[0], job, None))
        elif len(done) == len(stand):
            at.execute(said["job"], {"job": job}).fetchall()
            at.execute(said["steps"], {"job": job}).fetchall()
            _send(
                at,
                said["complete"],
                job=job,
                event=uuid.uuid4(),
                told=TOLD,
                facts=Jsonb({}),
                finished_at=_now(),
            )
    if free:
        step.send()


def _claimed(at: "psycopg.Connection[Any]", said: dict[str, str]) -> dict[str, Any] | None:
    turns = at.execute(said["turns"], {"queue": "cpu", "below": 1 << 15}).fetchall()
    if not turns:
        return None
    priority, owner, _running = turns[0]
    with at.transaction():
        row = _row(at, said["best"], queue="cpu", priority=priority, owner=owner, now=None)
        if row is None:
            return None
        job = row["job_id"]
        if row["job_status"] == "pending":
            _send(at, said["start"], job=job, event=uuid.uuid4(), told=TOLD, started_at=_now())
        won = _send(
            at,
            said["claim"],
            **_about(row["id"], job, row["claim_no"]),
            claimed_by="hand",
            progress=0.0,
            started_at=_now(),
            lease_until=timedelta(seconds=30),
        )
    return row if won else None


TOLD = Jsonb({"status": "by hand"})
FIELDS = {"job", "steps", "events", "event", "told", "now", "claim_no"}


@cache
def _script() -> dict[str, str]:
    said: dict[str, str] = json.loads(Path(os.environ["BENCH_SCRIPT"]).read_text())
    return said


def _now() -> datetime:
    return datetime.now(UTC)


def _about(step_id: uuid.UUID, job: uuid.UUID, claim_no: int | None) -> dict[str, Any]:
    events = [uuid.uuid4()]
    return {"job": job, "steps": [step_id], "events": events, "told": TOLD, "claim_no": claim_no}


def _send(at: "psycopg.Connection[Any]", text: str, **given: Any) -> bool:
    named = {name if name in FIELDS else f"new_{name}": value for name, value in given.items()}
    return bool(at.execute(text, named | {"now": _now()}).fetchall())


def _row(at: "psycopg.Connection[Any]", text: str, **given: Any) -> dict[str, Any] | None:
    cursor = at.execute(text, given)
    values = cursor.fetchone()
    if values is None:
        return None
    names = [column.name for column in cursor.description or ()]
    found: dict[str, Any] = {}
    # The step's columns come first; of the job's, its status is wanted.
    for name, value in zip(names, values, strict=True):
        found.setdefault(name, value)
        if name == "status":
            found["job_status"] = value
    return found
