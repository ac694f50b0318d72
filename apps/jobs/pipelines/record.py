"""What the steps of a job found, kept with its result."""

from collections.abc import Mapping
from typing import Any

from apps.jobs.models import Step


def record_of(steps: Mapping[str, Step]) -> dict[str, Any]:
    """What every step found, by its key, and all warnings together."""
    found = {key: dict(step.result) for key, step in steps.items()}
    warnings = [code for result in found.values() for code in result.get("warnings", [])]
    return found | {"warnings": list(dict.fromkeys(warnings))}
