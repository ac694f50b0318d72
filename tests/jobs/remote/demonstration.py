"""A branching DAG with paid calls, for tests: it is in no installation."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Queue, Step

HANDLERS = "tests.jobs.engine.handlers"
PAID = "remote:atelier.picture@1"


class Demonstration:
    """``draft`` → ``paid0``, ``paid1`` … → ``joined``; ``{"paid": n}`` says how many."""

    kind = "demonstration"

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"paid": 2} | dict(params)

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        names = [f"paid{number}" for number in range(job.params["paid"])]
        return [
            PlannedStep(
                "draft", f"{HANDLERS}:write@1", params={"text": str(job.pk)}, cacheable=False
            ),
            *(paid(name, needs=("draft",)) for name in names),
            PlannedStep("joined", f"{HANDLERS}:given@1", needs=tuple(names), cacheable=False),
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        return "complete"


def paid(key: str = "paid", **more: Any) -> PlannedStep:
    """A step that asks Atelier for a picture."""
    given = {"params": {"input": {"prompt": key}}, "queue": Queue.IO, "cacheable": False} | more
    return PlannedStep(key, PAID, **given)
