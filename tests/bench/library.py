"""The library beside the plain SQL of the same answers, on PostgreSQL.

``python -m tests.bench.library [size …]``: for each size pages, filters, searches and counts, each
with its median and 95th percentile and as a multiple of hand-written statements that fetch the same
rows. An answer is the rows and counts as objects; pages are measured whole: session, permission,
queries, templates.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Measured:
    """Seconds of one question, beside those of its plain SQL."""

    name: str
    size: int
    median: float
    p95: float
    plain: float

    def line(self) -> str:
        """One row of the report."""
        return (
            f"{self.name + f', {self.size:,} assets':<46} {self.median * 1000:>8.1f} ms   "
            f"p95 {self.p95 * 1000:>8.1f} ms   {self.median / self.plain:>6.2f} × plain SQL "
            f"({self.plain * 1000:.1f} ms)"
        )


def figures() -> list[Measured]:
    """Run the bench in a process of its own, which has another database."""
    return list(_figures([str(size) for size in SIZES]))


def _figures(sizes: list[str]) -> Iterator[Measured]:
    from tests.parts.postgres import postgres

    with tempfile.TemporaryDirectory(prefix="skyy-bench-") as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder) / "postgres", durable=False) as server:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "tests.bench.library_settings",
                "SKYY_BENCH_DATABASE": server.url,
                "SKYY_LOG_LEVEL": "ERROR",
            }
            command = [sys.executable, "-m", "tests.bench.library", "--measure", *sizes]
            child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
            assert child.stdout is not None
            for line in child.stdout:
                yield Measured(**json.loads(line))
            if child.wait():
                raise RuntimeError("the bench of the library failed")


def _measure(sizes: list[int]) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.bench.library_questions import questions
    from tests.bench.library_seed import Stock

    stock = Stock()
    for size in sizes:
        stock.grow(size)
        runs = 40 if size <= 100_000 else 15
        for number, (name, asked, plain) in enumerate(questions(stock)):
            if number == 0:
                asked()
                _settle()
            measured = _timed(name, size, asked, plain, runs)
            sys.stdout.write(json.dumps(asdict(measured)) + "\n")
            sys.stdout.flush()


def _settle() -> None:
    """As ``skyy.asgi`` does once everything is loaded."""
    gc.collect()
    gc.freeze()


def _timed(
    name: str, size: int, asked: Callable[[], Any], plain: Callable[[], Any], runs: int
) -> Measured:
    asked()
    plain()
    first, second = [], []
    for _ in range(runs):
        first.append(_seconds(asked))
        second.append(_seconds(plain))
    p95 = statistics.quantiles(first, n=20)[-1]
    return Measured(name, size, statistics.median(first), p95, statistics.median(second))


def _seconds(function: Callable[[], Any]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def main() -> None:
    """Print the figures, with the machine and its load."""
    from tests.bench.measuring import hardware

    sys.stdout.write(f"{hardware()}, load {os.getloadavg()[0]:.1f}\n")
    for measured in _figures(sys.argv[1:] or [str(size) for size in SIZES]):
        sys.stdout.write(measured.line() + "\n")
        sys.stdout.flush()
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}\n")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        _measure([int(size) for size in sys.argv[2:]])
    else:
        main()
