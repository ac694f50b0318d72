"""How long a job takes, told only from jobs this installation has measured."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Sum

from apps.jobs.models import Job, JobStatus, Step, StepStatus
from apps.jobs.monitor.states import ACTIVE

SAMPLE = 40
"""Recent jobs looked at."""

FEWEST = 3
"""Fewer measured jobs say nothing."""


@dataclass(frozen=True)
class Duration:
    """Median seconds of work for one picture, over ``jobs`` measured jobs."""

    seconds: float
    jobs: int

    def of_many(self, pictures: int, workers: int) -> float:
        """Seconds until ``pictures`` are done when ``workers`` share them evenly."""
        rounds = -(-pictures // max(1, min(workers, pictures)))
        return self.seconds * rounds


def measured(kind: str, params: Mapping[str, object]) -> Duration | None:
    """Return the duration of recent jobs of this kind whose parameters agree with ``params``.

    Jobs that reused cached steps are left out: they would promise too much.
    """
    alike = Q(**{f"params__{name}": value for name, value in params.items()})
    recent = (
        Job.objects.filter(alike, kind=kind, is_batch=False)
        .exclude(status__in=(*ACTIVE, JobStatus.FAILED, JobStatus.CANCELLED))
        .exclude(Exists(Step.objects.filter(job=OuterRef("pk"), from_cache=True)))
        .order_by("-created_at")
        .values_list("pk", flat=True)[:SAMPLE]
    )
    whole = (
        Step.objects.filter(job__in=list(recent))
        .values("job")
        .annotate(
            work=Sum("seconds"),
            other=Count("pk", filter=~Q(status=StepStatus.SUCCEEDED)),
        )
        .filter(other=0, work__isnull=False)
    )
    seconds = [row["work"] for row in whole]
    if len(seconds) < FEWEST:
        return None
    return Duration(median(seconds), len(seconds))


def workers() -> int:
    """How many pictures are worked on at the same time here."""
    return int(settings.CONFIGURATION.workers) or os.cpu_count() or 1
