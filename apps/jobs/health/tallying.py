"""Counting what happened, each event once, whichever process it happened in.

Events are counted in the order of their ids, which grow with time. An id is given before its
transaction ends, so the newest ``SETTLED`` seconds are left for the next round: clocks of the house
may differ and transactions last by as much in all.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.jobs.models import Event, Step, StepStatus, Tally, TallyMark

SETTLED = timedelta(seconds=30)
INTERVAL = 10.0
AT_ONCE = 1000
BOUNDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)
"""Upper bounds of the buckets, in seconds; what is longer goes into one more."""

SECONDS, ENDED, CLAIMS = "step_seconds", "steps_ended", "step_claims"
LOST, CACHE, JOBS = "leases_lost", "step_cache", "jobs_rested"

_RESTING = {
    StepStatus.SUCCEEDED,
    StepStatus.FAILED,
    StepStatus.QUARANTINED,
    StepStatus.SKIPPED,
    StepStatus.CANCELLED,
}
_JOB_RESTING = {"completed", "failed", "cancelled", "awaiting_review"}
_START = UUID(int=0)


def count_events(limit: int = AT_ONCE, *, now: datetime | None = None) -> int:
    """Count up to ``limit`` more events, and return how many there were."""
    horizon = _first_id_of((now or timezone.now()) - SETTLED)
    TallyMark.objects.get_or_create(pk=1, defaults={"event": _START})
    with transaction.atomic():
        marks = TallyMark.objects.filter(pk=1)
        if connection.features.has_select_for_update_skip_locked:
            marks = marks.select_for_update(skip_locked=True)
        mark = marks.first()
        if mark is None or mark.event >= horizon:
            return 0
        told = Event.objects.filter(
            pk__gt=mark.event, pk__lt=horizon, type__in=("step.status", "job.status")
        )
        events = list(told.order_by("pk").values_list("pk", "type", "data")[:limit])
        _write(_Round(events))
        TallyMark.objects.filter(pk=1).update(
            event=events[-1][0] if len(events) == limit else horizon
        )
    return len(events)


def tick() -> bool:
    """The scheduler's chore; returns whether there may be more."""
    return count_events() == AT_ONCE


class _Round:
    """What some events come to."""

    def __init__(self, events: Iterable[tuple[UUID, str, Mapping[str, Any]]]) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.values: dict[tuple[str, str], list[float]] = defaultdict(list)
        told = list(events)
        steps = {data["step"] for _, kind, data in told if kind == "step.status"}
        rows = Step.objects.filter(pk__in=steps).values_list("pk", "handler", "cache_key")
        self._steps = {str(pk): (handler, bool(key)) for pk, handler, key in rows}
        for _, kind, data in told:
            if kind == "step.status":
                self._step(data)
            elif data["status"] in _JOB_RESTING:
                self.counts[JOBS, data["status"]] += 1

    def _step(self, data: Mapping[str, Any]) -> None:
        # Jobs may be deleted; what they did has happened.
        handler, cacheable = self._steps.get(data["step"], ("unknown", False))
        if data["status"] in _RESTING:
            self.counts[ENDED, f"{handler} {data['status']}"] += 1
        if data["status"] == StepStatus.RUNNING:
            self.counts[CLAIMS, handler] += 1
        if data.get("move") == "lose":
            self.counts[LOST, ""] += 1
        if data["status"] == StepStatus.SUCCEEDED:
            hit = bool(data.get("from_cache"))
            if hit or cacheable:
                self.counts[CACHE, "hit" if hit else "miss"] += 1
            if not hit and data.get("seconds") is not None:
                self.values[SECONDS, handler].append(float(data["seconds"]))


def _write(found: _Round) -> None:
    names = set(found.counts) | set(found.values)
    if not names:
        return
    Tally.objects.bulk_create(
        [Tally(name=name, label=label) for name, label in sorted(names)], ignore_conflicts=True
    )
    known = Tally.objects.filter(label__in={label for _, label in names})
    changed = [tally for tally in known if (tally.name, tally.label) in names]
    for tally in changed:
        key = (tally.name, tally.label)
        tally.count += found.counts[key] + len(found.values.get(key, ()))
        _add(tally, found.values.get(key, ()))
    Tally.objects.bulk_update(changed, ["count", "total", "buckets"])


def _add(tally: Tally, values: Iterable[float]) -> None:
    for value in values:
        tally.buckets = tally.buckets or [0] * (len(BOUNDS) + 1)
        tally.buckets[bisect_left(BOUNDS, value)] += 1
        tally.total += value


def _first_id_of(moment: datetime) -> UUID:
    """The smallest UUIDv7 of that millisecond."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
