"""The house in numbers, for the admin's front page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.functional import Promise

from apps.accounts.models import User
from apps.jobs.health.queues import QueueStanding, queues
from apps.jobs.models import Job, JobStatus, Review

from .listing import listed_jobs


@dataclass(frozen=True)
class StateCount:
    """Jobs of today in one state."""

    status: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class Dashboard:
    """Everything the front page says."""

    today: Sequence[StateCount]
    queues: Sequence[QueueStanding]
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
        queues=queues(moment),
        waiting=waiting["number"],
        waiting_since=waiting["since"],
        failures=list(failures.order_by("-finished_at")[:8]),
    )


def _today(user: User | AnonymousUser, moment: datetime) -> list[StateCount]:
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    made = listed_jobs(user).filter(is_batch=False, created_at__gte=midnight)
    counted = dict(made.order_by().values_list("status").annotate(Count("pk")))
    return [StateCount(name, label, counted.get(name, 0)) for name, label in JobStatus.choices]
