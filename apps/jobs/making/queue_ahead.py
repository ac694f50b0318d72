"""What the house's machines still have before them, and how long that takes by measure."""

from dataclasses import dataclass

from django.db.models import Count, Q

from apps.jobs.engine.compensation import DONE
from apps.jobs.models import Step
from apps.jobs.monitor.states import ACTIVE

from .durations import measured, workers


@dataclass(frozen=True)
class QueueAhead:
    """Jobs of every team and kind that share the machines; ``seconds`` until they are done, None
    where one of the kinds was not measured yet."""

    length: int
    seconds: float | None


def queue_ahead() -> QueueAhead:
    """Ask the tables now."""
    kinds = (
        Step.objects.filter(job__status__in=ACTIVE, job__paused=False)
        .exclude(job__batch__paused=True)
        .values("job__kind")
        .annotate(
            jobs=Count("job", distinct=True),
            steps=Count("pk"),
            done=Count("pk", filter=Q(status__in=DONE)),
        )
        .order_by("job__kind")
    )
    length, work = 0, 0.0
    unmeasured = False
    for row in kinds:
        length += row["jobs"]
        duration = measured(row["job__kind"], {})
        if duration is None:
            unmeasured = True
        else:
            work += duration.seconds * row["jobs"] * (1 - row["done"] / row["steps"])
    return QueueAhead(length, None if unmeasured else work / workers())
