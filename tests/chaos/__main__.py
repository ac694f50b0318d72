"""``python -m tests.chaos [--short] [--seed N] [--jobs N] [--seconds S]``: 0 where all is right."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import FrameType

from tests.parts.missing import PartMissing

from .rows import printed
from .run import SHORT, WHOLE, run

MISSING = 77
"""Exit status where this machine lacks a server."""


def main() -> int:
    """Run, print the table, return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SKYY_CHAOS_SEED", "1")))
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--lease", type=float)
    parser.add_argument("--keep", type=Path, help="Folder for data and logs, kept afterwards.")
    given = parser.parse_args()
    # Whoever ends it ends all that it started.
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    form = SHORT if given.short else WHOLE
    asked = {name: getattr(given, name) for name in ("jobs", "seconds", "lease")}
    form = replace(form, **{name: value for name, value in asked.items() if value is not None})
    folder = given.keep or Path(tempfile.mkdtemp(prefix="skyy-chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    # PostgreSQL runs as another user and must come through.
    folder.chmod(0o755)
    began = time.monotonic()
    try:
        rows = run(form, given.seed, folder.absolute(), _say)
    except PartMissing as missing:
        _say(f"SKIPPED the chaos suite. Missing: {missing}")
        return MISSING
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    wall = time.monotonic() - began
    title = f"Chaos, seed {given.seed}: {form.jobs} jobs, {wall:.0f} s in all, load {load}"
    _say("\n" + printed(title, rows))
    bad = [row for row in rows if row.right is False]
    _say(f"\n{'Nothing lost, nothing twice.' if not bad else f'{len(bad)} lines are BAD.'}")
    return 1 if bad else 0


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
