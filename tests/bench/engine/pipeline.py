"""Chains of three steps that do nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Step
from apps.jobs.pipelines import registry

STEPS = 3
KIND = "chain"
HANDLER = "tests.jobs.engine.handlers:nothing@1"


class Chain:
    """Each step needs the one before it; none may come from the cache."""

    kind = KIND

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return dict(params)

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        return [
            PlannedStep(
                f"s{number}",
                HANDLER,
                needs=(f"s{number - 1}",) if number else (),
                max_attempts=1,
                cacheable=False,
            )
            for number in range(STEPS)
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        return "complete"


def register() -> None:
    """Make the kind known to this process."""
    registry.PIPELINES[KIND] = Chain()
