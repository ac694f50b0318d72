"""What a request would do, before it does it: steps, pictures, time and price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job

from .durations import Duration, measured, workers
from .offer import offered
from .sources import Source

PlanKey = tuple[tuple[str, str, tuple[str, ...]], ...]
"""What makes two plans the same: key, handler and needs of every step."""


@dataclass(frozen=True)
class SamePlan:
    """Pictures that go through the same steps."""

    steps: Sequence[PlannedStep]
    sources: Sequence[Source]


@dataclass(frozen=True)
class DryRun:
    """Nothing was written. ``price`` is 0 as long as every step runs on the house's machines."""

    kind: str
    params: Mapping[str, Any]
    plans: Sequence[SamePlan]
    duration: Duration | None
    workers: int
    price: Decimal = Decimal(0)

    @property
    def pictures(self) -> int:
        """How many jobs it would make."""
        return sum(len(plan.sources) for plan in self.plans)

    @property
    def steps(self) -> int:
        """How many steps, all pictures together."""
        return sum(len(plan.steps) * len(plan.sources) for plan in self.plans)

    @property
    def seconds(self) -> float | None:
        """Expected seconds until everything is done; None while nothing was measured."""
        if self.duration is None:
            return None
        return self.duration.of_many(self.pictures, self.workers)


def dry_run(user: User, kind: str, params: Mapping[str, Any], sources: Sequence[Source]) -> DryRun:
    """Return what ``start`` would do with the same arguments.

    Raises:
        Problem: ``pipeline.unknown``, or ``request.invalid`` with ``fields``.
    """
    pipeline = offered(kind)
    clean = pipeline.clean(params)
    grouped: dict[PlanKey, tuple[Sequence[PlannedStep], list[Source]]] = {}
    for source in sources:
        job = Job(
            team=user.team,
            created_by=user,
            kind=kind,
            params=clean,
            source=source.version,
            variant=source.variant,
        )
        steps = pipeline.plan(job)
        key = tuple((step.key, step.handler, step.needs) for step in steps)
        grouped.setdefault(key, (steps, []))[1].append(source)
    plans = [SamePlan(steps, alike) for steps, alike in grouped.values()]
    return DryRun(kind, clean, plans, measured(kind, clean), workers())
