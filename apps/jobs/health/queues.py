"""How the queues stand, from bounded questions to the claim index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from apps.jobs.models import Priority, Queue, QueueHold, Step, StepStatus

SAMPLE = 20
"""Steps looked at per queue and priority to find the one that has waited longest."""


@dataclass(frozen=True)
class QueueStanding:
    """A queue: how many steps could be claimed (``ready``), run, and wait for somebody else.

    ``oldest_seconds``: how long the longest-waiting step of those that are next has been ready;
    0 where none is.
    """

    name: str
    label: str | Promise
    ready: int
    running: int
    waiting: int
    oldest_seconds: float
    hold: QueueHold | None


def queues(now: datetime | None = None) -> Sequence[QueueStanding]:
    """Return every queue."""
    moment = now or timezone.now()
    ready = _counted(_claimable())
    running = _counted(Step.objects.filter(status=StepStatus.RUNNING))
    waiting = _counted(Step.objects.filter(status__in=(StepStatus.WAITING, StepStatus.UNCERTAIN)))
    holds = {hold.queue: hold for hold in QueueHold.objects.all()}
    return [
        QueueStanding(
            name,
            label,
            ready.get(name, 0),
            running.get(name, 0),
            waiting.get(name, 0),
            _oldest(name, moment) if name in ready else 0.0,
            holds.get(name),
        )
        for name, label in Queue.choices
    ]


def _claimable() -> QuerySet[Step]:
    return Step.objects.filter(status=StepStatus.READY, held=False)


def _counted(steps: QuerySet[Step]) -> dict[str, int]:
    return dict(steps.order_by().values_list("queue").annotate(Count("pk")))


def _oldest(queue: str, moment: datetime) -> float:
    heads = [step for priority in Priority.values for step in _head(queue, priority)]
    needed = _finished(heads)
    since = [_ready_since(step, needed) for step in heads]
    # A step may be told to wait until later.
    return max([0.0, *((moment - one).total_seconds() for one in since)])


def _head(queue: str, priority: int) -> Iterable[Step]:
    """The steps of the oldest jobs: ids grow with time."""
    steps = _claimable().filter(queue=queue, priority=priority)
    return steps.select_related("job").order_by("job_id", "ordinal")[:SAMPLE]


def _finished(steps: Sequence[Step]) -> dict[tuple[object, str], datetime]:
    jobs = {step.job_id for step in steps if step.needs}
    if not jobs:
        return {}
    ended = Step.objects.filter(job__in=jobs, finished_at__isnull=False)
    return {(job, key): at for job, key, at in ended.values_list("job", "key", "finished_at") if at}


def _ready_since(step: Step, finished: dict[tuple[object, str], datetime]) -> datetime:
    moments = [step.job.created_at, step.ready_at]
    moments += [finished.get((step.job_id, key)) for key in step.needs]
    return max(moment for moment in moments if moment is not None)
