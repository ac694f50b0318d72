"""How long a step lies there on a system with nothing to do, and what doing nothing costs."""

import statistics
import time
from dataclasses import dataclass

from django.db import transaction

from apps.jobs.engine.submission import submit
from apps.jobs.models import Step, StepStatus

from .ours import House
from .pipeline import KIND
from .rate import processes
from .servers import processor_seconds

LOOK_SECONDS = 0.005


@dataclass(frozen=True)
class Idle:
    """Milliseconds from a job's commit to the start of its first step; processors used by idling.

    ``share`` is of one processor: 0.05 is a twentieth.
    """

    median_ms: float
    worst_ms: float
    share: float


def measure(servers: list[int], who: House, *, jobs: int, idle_seconds: float) -> Idle:
    """Submit jobs one by one to one worker process that has nothing else to do."""
    waits = []
    with processes([["tests.bench.engine.worker", "--queues", "cpu"]], "Working on") as pids:
        for number in range(jobs + 3):
            waited = _once(who)
            if number >= 3:
                waits.append(waited)
        before = processor_seconds([*servers, *pids])
        time.sleep(idle_seconds)
        share = (processor_seconds([*servers, *pids]) - before) / idle_seconds
    return Idle(statistics.median(waits) * 1000, max(waits) * 1000, share)


def _once(who: House) -> float:
    committed: list[float] = []
    with transaction.atomic():
        # Before the doorbell is rung, which is done by then.
        transaction.on_commit(lambda: committed.append(time.time()))
        job = submit(KIND, team=who.team, user=who.user, params={})
    while job.steps.exclude(status=StepStatus.SUCCEEDED).exists():
        time.sleep(LOOK_SECONDS)
    began = Step.objects.get(job=job, ordinal=0).started_at
    assert began is not None
    return began.timestamp() - committed[0]
