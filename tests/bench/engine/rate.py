"""How fast something went, from the moments at which its pieces ended."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

START_SECONDS = 60.0

EDGE = 0.1
"""This share at the beginning and at the end is left out: start and run-down are no rate."""


@dataclass(frozen=True)
class Rate:
    """Pieces a second, and milliseconds of processor time a piece, servers included; ``parts`` says
    who took how much of them."""

    a_second: float
    processor_ms: float
    parts: Mapping[str, float] = field(default_factory=dict)


def in_turns(runs: Mapping[str, Callable[[], Rate]], times: int) -> dict[str, Rate]:
    """Measure all of them so often, each round after the other, and return the median of each.

    What else the machine does, and what its neighbours do, comes and goes in minutes: those who are
    compared must have had the same of it.
    """
    found: dict[str, list[Rate]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            found[name].append(run())
    return {
        name: sorted(rates, key=lambda rate: rate.a_second)[len(rates) // 2]
        for name, rates in found.items()
    }


def between_edges(moments: Sequence[datetime]) -> float:
    """Return pieces a second between the first and the last tenth."""
    ordered = sorted(moments)
    low, high = int(len(ordered) * EDGE), int(len(ordered) * (1 - EDGE)) - 1
    return (high - low) / (ordered[high] - ordered[low]).total_seconds()


@contextmanager
def processes(commands: Sequence[Sequence[str]], ready: str) -> Iterator[list[int]]:
    """Run Python modules, each until it says ``ready``; end them afterwards."""
    with ExitStack() as stack:
        started = []
        for command in commands:
            # A file, not a pipe: nobody reads along, and a full pipe stops who writes.
            log = stack.enter_context(tempfile.TemporaryFile("w+"))
            process = subprocess.Popen([sys.executable, "-m", *command], stdout=log, stderr=log)
            stack.callback(_end, process)
            started.append((process, log))
        for process, log in started:
            _await(process, log, ready)
        yield [process.pid for process, _ in started]


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await(process: "subprocess.Popen[bytes]", log: IO[str], ready: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        log.seek(0)
        said = log.read()
        if ready in said:
            return
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{process.args!r} did not start:\n{said[-2000:]}")
        time.sleep(0.05)
