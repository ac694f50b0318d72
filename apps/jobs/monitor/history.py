"""A job's events in words, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.jobs.models import Event, Job, JobStatus, StepStatus

from .words import duration, step_name

MOST = 60
"""Events shown on a page."""


@dataclass(frozen=True)
class Happening:
    """One line: ``status`` chooses the icon."""

    status: str
    text: str
    detail: str
    at: datetime
    number: int


def history(job: Job) -> Sequence[Happening]:
    """Return the newest events of a job that say what came of something."""
    # That a step became ready and began, the graph shows; how many are done, the band.
    on_the_way = Q(type="step.status", data__status__in=(StepStatus.READY, StepStatus.RUNNING))
    told = job.events.exclude(on_the_way).exclude(type="job.counts")
    return [_told(event) for event in told.order_by("-number")[:MOST]]


def _told(event: Event) -> Happening:
    data = event.data
    status = str(data.get("status", ""))
    error = data.get("error") or {}
    if event.type == "step.status":
        text = f"{step_name(str(data.get('key', '')))}: {_word(status, StepStatus)}"
    elif event.type == "job.status":
        text = _word(status, JobStatus)
    else:
        text = _other(event.type, data.get("paused"))
    return Happening(status, text, _detail(event, error), event.created_at, event.number)


def _detail(event: Event, error: dict[str, str]) -> str:
    if error:
        return f"{error.get('message', '')} ({error.get('code', '')})"
    if event.data.get("from_cache"):
        return _("Reused an earlier result")
    seconds = event.data.get("seconds")
    return duration(seconds) if seconds is not None else ""


def _word(status: str, statuses: type[JobStatus] | type[StepStatus]) -> str:
    return str(statuses(status).label) if status in statuses.values else status


def _other(kind: str, paused: object) -> str:
    if kind == "job.created":
        return _("Asked for")
    if kind == "job.paused" or paused is not None:
        return _("Paused") if paused else _("Going on")
    return kind
