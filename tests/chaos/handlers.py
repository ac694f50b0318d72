"""What the steps of the scenario do, in real child processes. Each may be begun any number of
times; what one writes follows from its parameters alone."""

import time
from pathlib import Path

from apps.jobs.engine.handler import Outcome, OutputFile, StepRun
from skyy.api.errors import Code, Problem

from .marks import first


def write(run: StepRun) -> Outcome:
    """Take a while, then write who this is and what it was given."""
    for tenth in range(1, 11):
        time.sleep(run.params["seconds"] / 10)
        run.progress(tenth / 10)
        run.checkpoint()
    path = run.scratch / "text.txt"
    path.write_text(" ".join([run.params["name"], *sorted(run.inputs)]))
    return Outcome({"inputs": sorted(run.inputs)}, {"text": OutputFile(path, "text/plain")})


def refuse(run: StepRun) -> Outcome:
    """Find that it cannot be done."""
    raise Problem(Code.PHOTO_UNREADABLE, "This cannot be done.")


def book(run: StepRun) -> Outcome:
    """Act on the world."""
    first(Path(run.params["data"]), f"{run.params['name']}.done")
    return Outcome({"booked": run.params["name"]})


def unbook(run: StepRun) -> Outcome:
    """Take it back."""
    first(Path(run.params["data"]), f"{run.params['name']}.undone")
    return Outcome()
