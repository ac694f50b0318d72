"""How fast batches go, measured on the jobs that just left the machines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min
from django.utils import timezone

from apps.jobs.models import Job, Step, StepStatus

from .states import ACTIVE

WINDOW = timedelta(minutes=3)
"""How far back the rate looks: long enough to be steady, short enough to notice a change."""


@dataclass(frozen=True)
class Pace:
    """Jobs a minute, and the seconds the rest will take; None where nothing was measured yet."""

    per_minute: float | None
    seconds_left: float | None


def paces(batches: Iterable[Job], *, now: datetime | None = None) -> dict[UUID, Pace]:
    """Return the pace of every batch that still has work, in one query.

    A job leaves the machines when its last step ends; whether a person has looked at it since
    says nothing about the rate. A batch with fewer than two such jobs in the window has none.
    """
    moment = now or timezone.now()
    running = {batch.id: batch for batch in batches if batch.is_batch and batch.status in ACTIVE}
    if not running:
        return {}
    left_machines = (
        Step.objects.filter(
            job__batch__in=running,
            finished_at__gte=moment - WINDOW,
            status=StepStatus.SUCCEEDED,
        )
        .exclude(job__status__in=ACTIVE)
        .values("job__batch")
        .annotate(
            jobs=Count("job", distinct=True),
            first=Min("finished_at"),
            last=Max("finished_at"),
        )
    )
    measured = {row["job__batch"]: row for row in left_machines}
    return {batch.id: _pace(batch, measured.get(batch.id), moment) for batch in running.values()}


def remaining(batch: Job) -> int:
    """How many of a batch's jobs the machines still have to do."""
    return sum(int(batch.counts.get(status.value, 0)) for status in ACTIVE)


def _pace(batch: Job, row: Mapping[str, Any] | None, moment: datetime) -> Pace:
    if row is None or batch.paused:
        return Pace(None, None)
    jobs: int = row["jobs"]
    first: datetime = row["first"]
    # Since the batch began, or since the window's first result when it began before.
    since = first
    if batch.started_at is not None and batch.started_at > moment - WINDOW:
        since = batch.started_at
    seconds = (moment - since).total_seconds()
    if jobs < 2 or seconds <= 0:
        return Pace(None, None)
    per_second = jobs / seconds
    return Pace(per_second * 60, remaining(batch) / per_second)
