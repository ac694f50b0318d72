"""How much is measured: enough for figures, or so little that a test can afford it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Jobs of three steps, threads of a worker process, and the like.

    ``widths``: threads of a worker process; whoever waits for disks and round trips gains by more.
    ``times``: how often a run is repeated: single ones scatter by a third. ``claims`` are timed
    beside as many ``ready`` steps.
    """

    chains: int
    widths: tuple[int, ...]
    batch: int
    finished: int
    latencies: int
    idle_seconds: float
    workers: tuple[int, ...] = (1, 2)
    times: int = 3
    ready: tuple[int, ...] = (100, 10_000)
    claims: int = 60


FULL = Sizes(
    chains=500,
    widths=(4, 12),
    batch=1000,
    finished=100_000,
    latencies=40,
    idle_seconds=10.0,
)
TINY = Sizes(
    chains=6,
    widths=(2,),
    batch=5,
    finished=20,
    latencies=2,
    idle_seconds=0.1,
    workers=(1,),
    times=1,
    ready=(2, 6),
    claims=2,
)
