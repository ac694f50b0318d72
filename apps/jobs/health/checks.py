"""Is this process ready to serve? Each part is tried, all at once, and none for long."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from skyy.identifiers import new_id

from .fleet import ping

FRESH_SECONDS = 2.0
"""So long an answer serves for every question: anybody may ask, as often as they like."""

PATIENCE_SECONDS = 3.0
"""So long a part may take to answer: who asks is a probe with a time-out of its own."""

MIGRATIONS_SECONDS = 60.0
LONGEST = 300


@dataclass(frozen=True)
class Part:
    """``detail`` is for the house's staff alone: it may name hosts."""

    ok: bool
    detail: str = ""


_lock = threading.Lock()
_trials: dict[str, "Future[Part]"] = {}
_kept: tuple[float, Mapping[str, Part]] | None = None
_migrated_at = float("-inf")


def readiness() -> Mapping[str, Part]:
    """Return the parts, at most ``FRESH_SECONDS`` old."""
    global _kept  # noqa: PLW0603 - one answer per process
    with _lock:
        if _kept is None or time.monotonic() - _kept[0] > FRESH_SECONDS:
            found = _all_tried(_parts())
            _kept = (time.monotonic(), found)
        return _kept[1]


def forget() -> None:
    """Try everything anew at the next question."""
    global _kept, _migrated_at
    _kept, _migrated_at = None, float("-inf")


def _parts() -> Mapping[str, Callable[[], Part]]:
    parts = {"database": _database, "migrations": _migrations}
    if settings.BROKER == "redis":
        parts["redis"] = _redis
    return parts | {"storage": _storage, "workers": _workers}


def _all_tried(checks: Mapping[str, Callable[[], Part]]) -> Mapping[str, Part]:
    until = time.monotonic() + PATIENCE_SECONDS
    for name, check in checks.items():
        # One that still hangs from the last question is waited for, not doubled.
        if name not in _trials:
            _trials[name] = _begun(name, check)
    found = {}
    for name in checks:
        try:
            found[name] = _trials[name].result(max(0.0, until - time.monotonic()))
            del _trials[name]
        except TooLong:
            found[name] = Part(False, f"no answer in {PATIENCE_SECONDS:.0f} seconds")
    return found


def _begun(name: str, check: Callable[[], Part]) -> "Future[Part]":
    trial: Future[Part] = Future()

    def work() -> None:
        try:
            trial.set_result(_tried(check))
        finally:
            connections.close_all()

    # Nobody waits at the end of the process for a part that hangs.
    threading.Thread(target=work, name=f"skyy-health-{name}", daemon=True).start()
    return trial


def _tried(check: Callable[[], Part]) -> Part:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever it is, the part does not serve
        return Part(False, f"{type(error).__name__}: {error}"[:LONGEST])


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Part(True, connection.vendor)


def _migrations() -> Part:
    global _migrated_at  # noqa: PLW0603
    if time.monotonic() - _migrated_at < MIGRATIONS_SECONDS:
        return Part(True)
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Part(False, ", ".join(str(migration) for migration, _ in missing)[:LONGEST])
    _migrated_at = time.monotonic()
    return Part(True)


def _redis() -> Part:
    # Only production has Redis's client installed.
    import redis

    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2.0, socket_connect_timeout=2.0
    ) as client:
        client.ping()
    return Part(True)


def _storage() -> Part:
    """Write, read and delete a file, as work does."""
    storage = storages["renditions"]
    content = new_id().bytes
    name = storage.save(f"health/{new_id()}", ContentFile(content))
    try:
        with storage.open(name) as file:
            read = file.read()
    finally:
        storage.delete(name)
    return Part(read == content, "" if read == content else "what was read is not what was written")


def _workers() -> Part:
    found = ping()
    words = ", ".join(f"{queue} × {width}" for queue, width in found.queues.items())
    return Part(found.workers > 0, words or "no worker was heard of in the last 30 seconds")
