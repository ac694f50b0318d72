"""A pipeline whose steps a test chooses."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Step
from skyy.api.errors import Code, Problem

HANDLERS = "tests.jobs.engine.handlers"


class TestPipeline:
    """Takes any parameters but ``wrong``; its ``steps`` and ``ending`` may be replaced."""

    __test__ = False
    kind = "test"

    def __init__(self, steps: Sequence[PlannedStep], ending: str = "complete") -> None:
        self.steps = steps
        self.ending = ending
        self.broken = False

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        if "wrong" in params:
            raise Problem(Code.REQUEST_INVALID, "No.", fields={"wrong": ["Unknown."]})
        return {"size": 1} | dict(params)

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        return self.steps

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        if self.broken:
            raise ValueError("broken")
        return self.ending
