"""Refuses a plan that could never end."""

from collections.abc import Sequence

from apps.jobs.models import Step

from .compensation import PREFIX
from .plan import PlannedStep

LONGEST_KEY = Step._meta.get_field("key").max_length or 0


def check(planned: Sequence[PlannedStep]) -> None:
    """Check that the steps form a DAG given in an order that can be walked.

    Raises:
        ValueError: no steps, a key twice, too long or one of the engine's own, or a need that does
            not come earlier (unknown, or a cycle).
    """
    if not planned:
        raise ValueError("a plan needs at least one step")
    known: set[str] = set()
    for step in planned:
        if step.key in known:
            raise ValueError(f"two steps are called {step.key}")
        if step.key.startswith(PREFIX) or len(PREFIX + step.key) > LONGEST_KEY:
            raise ValueError(f"a step may not be called {step.key}")
        missing = [need for need in step.needs if need not in known]
        if missing:
            raise ValueError(f"{step.key} needs {missing}, which do not come before it")
        known.add(step.key)
