"""The house in numbers, for the admin's front page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise

from apps.accounts.models import User
from apps.jobs.models import Job, JobStatus, Queue, Review, Step, StepStatus

from .listing import listed_jobs


@dataclass(frozen=True)
class StateCount:
    """Jobs of today in one state."""

    status: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class QueueDepth:
    """A queue: steps that could run now, steps that run, and the longest wait."""

    name: str
    label: str | Promise
    ready: int
    running: int
    oldest: timedelta | None


@dataclass(frozen=True)
class Dashboard:
    """Everything the front page says."""

    today: Sequence[StateCount]
    queues: Sequence[QueueDepth]
    waiting: int
    waiting_since: datetime | None
    failures: Sequence[Job]


def dashboard(user: User | AnonymousUser, *, now: datetime | None = None) -> Dashboard:
    """Return the numbers of the teams this user looks after, in a fixed number of queries."""
    moment = now or timezone.now()
    backlog = Review.objects.visible_to(user).waiting()
    waiting = backlog.aggregate(number=Count("pk"), since=Min("created_at"))
    failures = listed_jobs(user).filter(status=JobStatus.FAILED, is_batch=False)
    return Dashboard(
        today=_today(user, moment),
        queues=_queues(moment),
        waiting=waiting["number"],
        waiting_since=waiting["since"],
        failures=list(failures.order_by("-finished_at")[:8]),
    )


def _today(user: User | AnonymousUser, moment: datetime) -> list[StateCount]:
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    made = listed_jobs(user).filter(is_batch=False, created_at__gte=midnight)
    counted = dict(made.order_by().values_list("status").annotate(Count("pk")))
    return [StateCount(name, label, counted.get(name, 0)) for name, label in JobStatus.choices]


def _queues(moment: datetime) -> list[QueueDepth]:
    ready = Q(status=StepStatus.READY)
    rows = (
        Step.objects.filter(status__in=(StepStatus.READY, StepStatus.RUNNING))
        .values("queue")
        .annotate(
            ready=Count("pk", filter=ready),
            running=Count("pk", filter=Q(status=StepStatus.RUNNING)),
            oldest=Min(Coalesce(F("ready_at"), F("job__created_at")), filter=ready),
        )
    )
    found = {row["queue"]: row for row in rows}
    return [_depth(name, label, found.get(name), moment) for name, label in Queue.choices]


def _depth(
    name: str, label: str | Promise, row: Mapping[str, Any] | None, moment: datetime
) -> QueueDepth:
    if row is None:
        return QueueDepth(name, label, 0, 0, None)
    oldest: datetime | None = row["oldest"]
    waited = None if oldest is None else moment - oldest
    return QueueDepth(name, label, row["ready"], row["running"], waited)
