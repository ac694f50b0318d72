"""Timing functions and telling on what machine it was done."""

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Median seconds of a thing, beside those of its baseline."""

    name: str
    baseline: str
    seconds: float
    baseline_seconds: float

    def line(self) -> str:
        """One row of the report."""
        ratio = self.seconds / self.baseline_seconds
        return (
            f"{self.name:<46} {self.seconds * 1000:>10.1f} ms   "
            f"{ratio:>7.2f} × {self.baseline} ({self.baseline_seconds * 1000:.1f} ms)"
        )


def compared(
    name: str,
    measured: Callable[[], Any],
    baseline: str,
    against: Callable[[], Any],
    *,
    runs: int = 5,
) -> Figure:
    """Time the two in turn, so that a drift of the machine's speed touches both alike."""
    measured()
    against()
    first, second = [], []
    for _ in range(runs):
        first.append(_seconds(measured))
        second.append(_seconds(against))
    return Figure(name, baseline, statistics.median(first), statistics.median(second))


def _seconds(function: Callable[[], Any]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def hardware() -> str:
    """Processor, cores, Python."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        names = [line for line in information.read_text().splitlines() if "model name" in line]
        model = names[0].split(":", 1)[1].strip() if names else model
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def quantile(ordered: list[float], share: float) -> float:
    """Return the value below which ``share`` of them lie; NaN where there is none."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")
