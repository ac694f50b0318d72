"""Handlers that act on the world (a folder of notes) and take back what they did."""

import os
import signal
import time
from pathlib import Path

from apps.jobs.engine.handler import Outcome, StepRun
from skyy.api.errors import Code, Problem

from .handlers import ENDLESS


def _note(run: StepRun, words: str) -> None:
    with (Path(run.params["world"]) / "notes").open("a") as notes:
        notes.write(f"{words}\n")


def do(run: StepRun) -> Outcome:
    """Do a thing."""
    _note(run, f"do {run.params['name']}")
    return Outcome({"id": f"thing {run.params['name']}"})


def undo(run: StepRun) -> Outcome:
    """Take it back, naming what it was found to be."""
    found = run.results["undone"].get("id", "nothing")
    _note(run, f"undo {run.params['name']}: {found}")
    return Outcome()


def half(run: StepRun) -> Outcome:
    """Do half of a thing and fail, until the world is mended."""
    _note(run, f"half {run.params['name']}")
    if (Path(run.params["world"]) / "mended").exists():
        return Outcome({"id": "whole"})
    raise Problem(Code.PHOTO_UNREADABLE, "Half done.")


def stuck(run: StepRun) -> Outcome:
    """Cannot be taken back until the world is mended."""
    if not (Path(run.params["world"]) / "mended").exists():
        raise ValueError("stuck")
    return undo(run)


def undo_when_told(run: StepRun) -> Outcome:
    """Wait for a word before it is taken back."""
    while not (Path(run.params["world"]) / "told").exists():
        time.sleep(0.01)
    return undo(run)


def undo_at_second_try(run: StepRun) -> Outcome:
    """Dies the first time."""
    tried = Path(run.params["world"]) / f"tried {run.params['name']}"
    if not tried.exists():
        tried.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return undo(run)


def hold_on(run: StepRun) -> Outcome:
    """Begin, and go on until cancelled."""
    _note(run, f"do {run.params['name']}")
    (Path(run.params["world"]) / "began").touch()
    end = time.monotonic() + ENDLESS
    while time.monotonic() < end:
        run.checkpoint()
        time.sleep(0.01)
    return Outcome()
