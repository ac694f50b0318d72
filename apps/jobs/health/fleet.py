"""Who works, by what the processes say of themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from apps.accounts.models import User
from apps.jobs.models import Job, Step, StepStatus, Worker

SEEN = timedelta(seconds=30)
"""A worker that has not been heard of for longer is not counted on."""

MOST_STEPS = 500


@dataclass(frozen=True)
class CurrentStep:
    """What runs at a worker. ``job`` is None where it is none of the asker's business."""

    key: str
    queue: str
    started_at: datetime | None
    progress: float
    job: Job | None


@dataclass(frozen=True)
class Standing:
    """A worker, whether it was heard of lately, and what runs there."""

    worker: Worker
    alive: bool
    steps: Sequence[CurrentStep]


@dataclass(frozen=True)
class Ping:
    """How many steps of each queue could run at once, and on how many workers."""

    workers: int
    queues: Mapping[str, int]
    seen_at: datetime | None


def alive() -> QuerySet[Worker]:
    """Workers that were heard of lately, by the database's clock."""
    return Worker.objects.filter(seen_at__gte=Now() - SEEN)


def ping() -> Ping:
    """Ask who is there; those that are leaving do not count."""
    widths: Counter[str] = Counter()
    found = list(alive().filter(draining=False))
    for worker in found:
        widths.update({queue: int(width) for queue, width in worker.queues.items()})
    newest = max((worker.seen_at for worker in found), default=None)
    return Ping(len(found), dict(sorted(widths.items())), newest)


def fleet(user: User) -> list[Standing]:
    """Return every worker that is remembered, those that live first, with what runs there."""
    living = set(alive().values_list("pk", flat=True))
    running = _running(user)
    found = [
        Standing(worker, worker.pk in living, running.get(worker.name, ()))
        for worker in Worker.objects.order_by("host", "pid")
    ]
    return sorted(found, key=lambda standing: not standing.alive)


def _running(user: User) -> dict[str, list[CurrentStep]]:
    steps = list(
        Step.objects.filter(status=StepStatus.RUNNING)
        .only("key", "queue", "started_at", "progress", "claimed_by", "job_id")
        .order_by("lease_until")[:MOST_STEPS]
    )
    jobs = Job.objects.visible_to(user).in_bulk({step.job_id for step in steps})
    by_worker: dict[str, list[CurrentStep]] = {}
    for step in steps:
        current = CurrentStep(
            step.key, step.queue, step.started_at, step.progress, jobs.get(step.job_id)
        )
        by_worker.setdefault(step.claimed_by, []).append(current)
    return by_worker
