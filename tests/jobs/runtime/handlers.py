"""A handler that a test lets end."""

import time
from pathlib import Path

from apps.jobs.engine.handler import Outcome, StepRun


def linger(run: StepRun) -> Outcome:
    """Say that it began, then wait to be let go."""
    Path(run.params["began"]).touch()
    while not Path(run.params["go"]).exists():
        time.sleep(0.02)
    return Outcome()
