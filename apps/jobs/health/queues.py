"""How the queues stand, from bounded questions to the claim index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from apps.jobs.models import Queue, QueueHold, Step, StepStatus

SAMPLE = 20
"""Jobs looked at per queue to find the step that has waited longest."""


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
    # One question a queue: each is answered from the claim index alone.
    ready = {name: _claimable().filter(queue=name).count() for name in Queue.values}
    running = _counted(Step.objects.filter(status=StepStatus.RUNNING))
    waiting = _counted(Step.objects.filter(status__in=(StepStatus.WAITING, StepStatus.UNCERTAIN)))
    holds = {hold.queue: hold for hold in QueueHold.objects.all()}
    return [
        QueueStanding(
            name,
            label,
            ready[name],
            running.get(name, 0),
            waiting.get(name, 0),
            _oldest(name, moment) if ready[name] else 0.0,
            holds.get(name),
        )
        for name, label in Queue.choices
    ]


def _claimable() -> QuerySet[Step]:
    return Step.objects.filter(status=StepStatus.READY, held=False)


def _counted(steps: QuerySet[Step]) -> dict[str, int]:
    return dict(steps.order_by().values("queue").annotate(n=Count("*")).values_list("queue", "n"))


def _oldest(queue: str, moment: datetime) -> float:
    heads = _head(queue)
    needed = _finished(heads)
    since = [_ready_since(step, needed) for step in heads]
    # A step may be told to wait until later.
    return max([0.0, *((moment - one).total_seconds() for one in since)])


def _head(queue: str) -> list[Step]:
    """The steps of the oldest jobs: ids grow with time. The claim index alone is read for them."""
    steps = _claimable().filter(queue=queue)
    oldest = list(steps.order_by("job_id").values_list("job_id", flat=True).distinct()[:SAMPLE])
    found = Step.objects.filter(job__in=oldest).select_related("job")
    return [step for step in found if step.queue == queue and step.status == StepStatus.READY]


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
