"""What a claim takes beside few and many ready steps of one user."""

import time
from statistics import median

from django.db import connection

from apps.jobs.engine.claims import claim
from apps.jobs.engine.failing import give_back
from apps.jobs.models import Step, StepStatus

from .ours import House, submitted

WARM = 10
"""Claims before those that count: until a statement's plan is kept."""


def line(who: House, sizes: tuple[int, ...], times: int) -> str:
    """Return the median of some claims beside as many ready steps; those before stay."""
    found = []
    for size in sizes:
        submitted(who, size - Step.objects.filter(status=StepStatus.READY).count())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        took = [_one() for _ in range(WARM + times)][WARM:]
        found.append(f"{median(took) * 1000:.2f} ms beside {size} ready steps")
    return "a claim: " + ", ".join(found)


def _one() -> float:
    began = time.perf_counter()
    (held,) = claim("cpu", worker="bench")
    took = time.perf_counter() - began
    give_back(held)
    return took
