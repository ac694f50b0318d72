"""Tiny handlers for the engine's tests; they run in real child processes."""

import os
import signal
import sys
import time
from pathlib import Path

from apps.jobs.engine.handler import Outcome, OutputFile, StepRun
from skyy.api.errors import Code, Problem

ENDLESS = 60.0


def nothing(run: StepRun) -> Outcome:
    """Do nothing."""
    return Outcome()


def write(run: StepRun) -> Outcome:
    """Write the text of the parameters and what came before into a file."""
    before = "".join(path.read_text() for _, path in sorted(run.inputs.items()))
    path = run.scratch / "text.txt"
    path.write_text(before + str(run.params.get("text", "")))
    return Outcome({"length": len(path.read_text())}, {"text": OutputFile(path, "text/plain")})


def pass_on(run: StepRun) -> Outcome:
    """Pass an earlier step's file on under a new name."""
    return Outcome(
        {"sum": sum(r["length"] for r in run.results.values())}, reuse={"same": "a.text"}
    )


def refuse(run: StepRun) -> Outcome:
    """Find the photograph unreadable."""
    raise Problem(Code.PHOTO_UNREADABLE, "This photograph cannot be read.")


def stumble(run: StepRun) -> Outcome:
    """Fail until a file exists, each time leaving a mark beside it."""
    marks = Path(run.params["marks"])
    (marks / f"{len(list(marks.iterdir()))}.mark").touch()
    if not (marks.parent / "mended").exists():
        raise ValueError("stumbled")
    return Outcome({"text": "mended"})


def die(run: StepRun) -> Outcome:
    """Be killed like a process that ran out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return Outcome()


def hang(run: StepRun) -> Outcome:
    """Say that it began, then never come back and never look at checkpoints."""
    Path(run.params["began"]).touch()
    while True:
        time.sleep(ENDLESS)


def wait_for_cancel(run: StepRun) -> Outcome:
    """Run until cancelled, at checkpoints."""
    Path(run.params["began"]).touch()
    while True:
        run.checkpoint()
        time.sleep(0.01)


def until(run: StepRun) -> Outcome:
    """Run until a file is there."""
    while not Path(run.params["file"]).exists():
        run.checkpoint()
        time.sleep(0.01)
    return Outcome()


def escape(run: StepRun) -> Outcome:
    """Name a file that is not its own."""
    return Outcome(files={"stolen": OutputFile(Path("/etc/hostname"), "text/plain")})


def work(run: StepRun) -> Outcome:
    """Take a moment, then write a file of its own."""
    run.progress(0.5)
    time.sleep(run.params.get("seconds", 0.02))
    return write(run)


def unspeakable(run: StepRun) -> Outcome:
    """Return what JSON cannot say."""
    return Outcome({"number": float("nan")})


def who(run: StepRun) -> Outcome:
    """Say which process this is and what it knows of the studio."""
    known = [name for name in os.environ if name.startswith("SKYY_")]
    return Outcome({"pid": os.getpid(), "django": "django" in sys.modules, "settings": known})


def given(run: StepRun) -> Outcome:
    """Say what was given."""
    return Outcome({"names": sorted(run.inputs), "results": dict(run.results)})


def slowly(run: StepRun) -> Outcome:
    """Tell progress before and after the time that must lie between two messages."""
    run.progress(0.1)
    time.sleep(0.3)
    run.progress(7.0)
    run.progress(0.3)
    return Outcome()
