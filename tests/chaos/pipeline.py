"""The branching job of the scenario, made from what its parameters say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Queue, Step

from .scenario import BRANCHES
from .scenario import LONG_STEP as LONG

HANDLERS = "tests.chaos.handlers"


class Chaos:
    """``draft`` → two branches, an optional one, two paid ones behind a booking → ``joined`` →
    ``sent``. The booking and ``paid1`` are undone when the job fails or is cancelled; undoing
    ``paid1`` is a paid call itself."""

    kind = "chaos"

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return dict(params)

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        n, seconds = job.params["n"], job.params["seconds"]

        def step(key: str, handler: str, *needs: str, **more: Any) -> PlannedStep:
            lasts = job.params["left_seconds"] if key == LONG else seconds
            params = {"name": f"{n}.{key}", "seconds": lasts, "data": str(settings.DATA)}
            given = {"params": params, "cacheable": False} | more
            return PlannedStep(key, f"{HANDLERS}:{handler}@1", needs=needs, **given)

        def paid(key: str, **more: Any) -> PlannedStep:
            wish = {"input": {"prompt": f"{n}.{key}", "way": job.params["ways"][key]}}
            given = {"params": wish, "queue": Queue.IO, "cacheable": False} | more
            return PlannedStep(key, "remote:atelier.picture@1", needs=("booked",), **given)

        extra = "refuse" if job.params["ways"]["extra"] == "refuse" else "write"
        last = "refuse" if job.params["ending"] == "refuse" else "write"
        return [
            step("draft", "write"),
            step("booked", "book", "draft", compensate=f"{HANDLERS}:unbook@1"),
            step("left", "write", "draft"),
            step("right", "write", "draft", queue=Queue.GPU),
            step("extra", extra, "draft", optional=True),
            paid("paid0", timeout_seconds=600),
            paid("paid1", timeout_seconds=600, compensate="remote:atelier.refund@1"),
            step("joined", "write", *BRANCHES),
            step("sent", last, "joined"),
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        return "complete"
