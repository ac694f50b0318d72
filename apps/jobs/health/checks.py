"""Is this process ready to serve? Each part is tried, none is guessed."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from skyy.identifiers import new_id

from .fleet import ping

FRESH_SECONDS = 2.0
"""So long an answer serves for every question: anybody may ask, as often as they like."""

MIGRATIONS_SECONDS = 60.0
LONGEST = 300


@dataclass(frozen=True)
class Part:
    """``detail`` is for the house's staff alone: it may name hosts."""

    ok: bool
    detail: str = ""


_lock = threading.Lock()
_kept: tuple[float, Mapping[str, Part]] | None = None
_migrated_at = float("-inf")


def readiness() -> Mapping[str, Part]:
    """Return the parts, at most ``FRESH_SECONDS`` old."""
    global _kept  # noqa: PLW0603 - one answer per process
    with _lock:
        if _kept is None or time.monotonic() - _kept[0] > FRESH_SECONDS:
            found = {name: _tried(check) for name, check in _parts().items()}
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
