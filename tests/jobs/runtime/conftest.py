"""The engine's team, pipeline and tiny handlers, and real transactions."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.jobs.engine.conftest import _real_database, pipeline, submit, team, user
from tests.jobs.engine.pipelines import HANDLERS

from .processes import Processes

__all__ = ["_real_database", "pipeline", "submit", "team", "user"]


@pytest.fixture
def processes() -> "Processes":
    """Start processes of the studio; they are gone when the test is over."""
    with Processes() as started:
        yield started


@pytest.fixture
def hanging(pipeline, tmp_path: Path) -> Callable[[], bool]:
    """Make the pipeline's step one that never ends, and tell whether it has begun."""
    from apps.jobs.engine.plan import PlannedStep

    began = tmp_path / "began"
    pipeline.steps = [PlannedStep("a", f"{HANDLERS}:hang@1", params={"began": str(began)})]
    return began.exists
