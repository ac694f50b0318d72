"""Refuses a plan that could never end."""

from collections.abc import Sequence

from .plan import PlannedStep


def check(planned: Sequence[PlannedStep]) -> None:
    """Check that the steps form a DAG given in an order that can be walked.

    Raises:
        ValueError: no steps, a key twice, or a need that does not come earlier.
    """
    if not planned:
        raise ValueError("a plan needs at least one step")
    known: set[str] = set()
    for step in planned:
        if step.key in known:
            raise ValueError(f"two steps are called {step.key}")
        missing = [need for need in step.needs if need not in known]
        if missing:
            raise ValueError(f"{step.key} needs {missing}, which do not come before it")
        known.add(step.key)
