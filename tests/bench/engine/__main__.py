"""``python -m tests.bench.engine``: the engine's table, on servers of its own.

``--tiny`` measures next to nothing: it shows that the bench still runs. ``--chains`` says how many
chains of three steps a row takes.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.engine.rate import in_turns
from tests.bench.engine.servers import servers
from tests.bench.engine.sizes import FULL, TINY, Sizes
from tests.bench.measuring import hardware
from tests.parts.missing import PartMissing

if TYPE_CHECKING:
    # Models: only once Django is set up.
    from tests.bench.engine.ours import House


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--chains", type=int, default=0)
    given = parser.parse_args()
    sizes = TINY if given.tiny else FULL
    if given.chains:
        sizes = Sizes(**{**vars(sizes), "chains": given.chains})
    # Told to end, it ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="skyy-bench-"))
    folder.chmod(0o755)
    try:
        with servers(folder) as pids:
            _measure(sizes, pids, folder)
    except PartMissing as missing:
        say(f"SKIPPED the engine on PostgreSQL and Redis. Missing: {missing}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def say(line: str = "") -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _measure(sizes: Sizes, pids: list[int], folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from apps.jobs.engine.submission import submit
    from tests.bench.engine import claiming, history, latency, ours, pipeline, statements

    pipeline.register()
    who = ours.house()
    much = {"chains": sizes.chains, "width": sizes.widths[0]}
    say(f"{hardware()}; PostgreSQL with fsync and Redis on the same machine")
    for width in sizes.widths:
        _compare(sizes, width, pids, folder, who)
    say("CPU ms: processor time a step, of workers, children, PostgreSQL and Redis together")
    say()
    began = time.perf_counter()
    batch = ours.submitted(who, sizes.batch)
    say(f"batch of {sizes.batch} jobs enqueued in {time.perf_counter() - began:.2f} s")
    ours.drained(batch)
    like = submit(pipeline.KIND, team=who.team, user=who.user, params={})
    counted = statements.of_a_chain(like)
    say(f"SQL statements of a chain's steps: {', '.join(map(str, counted))}")
    idle = latency.measure(pids, who, jobs=sizes.latencies, idle_seconds=sizes.idle_seconds)
    say(
        f"commit to start, idle system: median {idle.median_ms:.1f} ms, worst {idle.worst_ms:.1f}"
        f" ms; idling costs {idle.share:.3f} of a processor, servers included"
    )
    steps = sizes.chains * pipeline.STEPS

    def beside() -> str:
        run = partial(ours.measure, pids, 1, **much)
        return history.beside(run, times=sizes.times, steps=steps).line()

    say(f"beside the jobs of this run: {beside()}")
    history.multiply(like, sizes.finished)
    began = time.perf_counter()
    again = ours.submitted(who, sizes.batch)
    seconds = time.perf_counter() - began
    ours.drained(again)
    say(f"beside {sizes.finished} ended jobs more: {beside()}")
    counted = statements.of_a_chain(submit(pipeline.KIND, team=who.team, user=who.user, params={}))
    say(f"batch enqueued in {seconds:.2f} s, statements {', '.join(map(str, counted))}")
    say(claiming.line(who, sizes.ready, sizes.claims))


def _compare(sizes: Sizes, width: int, pids: list[int], folder: Path, who: "House") -> None:
    """The engine beside the others, each with as many threads."""
    from tests.bench.engine import ours, pipeline
    from tests.bench.engine.rivals import measuring as rivals

    much = {"chains": sizes.chains, "width": width}
    say(
        f"{sizes.chains} chains of {pipeline.STEPS} steps, {width} threads a worker process; "
        f"the median of {sizes.times}, one after the other in turns"
    )
    say()
    say(f"{'':44}{'steps/s':>9} {'CPU ms':>8} {'of (b)':>8} {'of (c)':>8}  load")
    for workers in sizes.workers:
        run = {
            "(a) bare Dramatiq, one UPDATE": partial(rivals.bare, pids, workers, **much),
            "(b) the same statements by hand": partial(
                rivals.by_hand, pids, workers, who=who, folder=folder, **much
            ),
            "(c) Celery, Django result backend": partial(rivals.celery, pids, workers, **much),
            "the engine": partial(ours.measure, pids, workers, **much),
            "the engine, two users at once": partial(ours.measure, pids, workers, users=2, **much),
            "the engine, child process left out": partial(
                ours.measure, pids, workers, child=False, **much
            ),
        }
        rows = in_turns(run, sizes.times)
        hand, celery = list(rows.values())[1:3]
        for name, rate in rows.items():
            say(
                f"{name + f', {workers} process' + 'es' * (workers > 1):44}"
                f"{rate.a_second:9.0f} {rate.processor_ms:8.2f} "
                f"{rate.a_second / hand.a_second:7.2f}x {rate.a_second / celery.a_second:7.2f}x"
                f"  {os.getloadavg()[0]:.1f}"
                + "".join(f"; {part} {ms:.2f}" for part, ms in rate.parts.items())
            )
    say()


if __name__ == "__main__":
    sys.exit(main())
