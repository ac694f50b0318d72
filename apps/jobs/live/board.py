"""The board of ``/ws/jobs/``: what is going on and what has just ended."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from apps.accounts.models import User
from apps.jobs import events
from apps.jobs.models import Job
from apps.jobs.monitor.listing import listed_jobs
from apps.jobs.monitor.states import ACTIVE

MOST = 50
"""Jobs followed at once."""


def on_board(user: User) -> QuerySet[Job]:
    """Top-level jobs: those in progress first, then the newest."""
    busy = Case(
        When(status__in=ACTIVE, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return listed_jobs(user).top_level().order_by(busy, "-created_at", "-id")[:MOST]


def board_snapshot(user: User) -> dict[str, Any]:
    """Return ``{"type": "snapshot", "jobs": […]}``, each job with its ``number``."""
    return {"type": "snapshot", "jobs": events.snapshots(on_board(user))}


def board_numbers(user: User) -> dict[str, int]:
    """Return the newest event number of every job on the board."""
    return {str(pk): number for pk, number in on_board(user).values_list("pk", "last_event")}


def belongs(user: User, job_id: str) -> bool:
    """Whether a job is one this user's board follows."""
    return listed_jobs(user).top_level().filter(pk=job_id).exists()
