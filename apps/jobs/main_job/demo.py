"""The main job without a server, from an empty data folder to files on disk."""

import os
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.jobs.models import Job
from apps.jobs.runtime import Runtime, wait_until_resting

from .administrator import ensure_administrator
from .batch import Work, go_on_or_start
from .export import export
from .report import Row, entries
from .season import bring_in
from .terminal import Bars


@dataclass(frozen=True)
class Summary:
    """What a run took. ``engine_share``: the part of the workers' time not spent in handlers."""

    rows: list[Row]
    seconds: float
    workers: int
    handler_seconds: float
    peak_megabytes: float

    @property
    def failed(self) -> int:
        """Products of which something could not be made."""
        return sum(row.status != "completed" for row in self.rows)

    @property
    def seconds_a_product(self) -> float:
        """Wall-clock seconds of the work divided by its products."""
        return self.seconds / max(1, len(self.rows))

    @property
    def engine_share(self) -> float:
        """From 0 to 1; idle time at the end counts as the engine's."""
        available = self.seconds * self.workers
        return max(0.0, 1 - self.handler_seconds / available) if available else 0.0


def run_demo(
    photos: Path | None,
    out: Path,
    asked: Sequence[tuple[Work, Mapping[str, Any]]],
    bars: Bars,
    *,
    workers: int,
    step_cache: bool,
) -> Summary:
    """Import, make everything, wait until all rests, write it into ``out``.

    Args:
        asked: what is made of the photographs, in this order, and its parameters.

    Raises:
        Problem: the folder or the manifest as a whole cannot be used.
    """
    data: Path = settings.DATA
    user = ensure_administrator(data).user
    workers = workers or settings.CONFIGURATION.workers or os.cpu_count() or 1
    imported = bring_in(user, photos, data=data, workers=workers, on_progress=bars.tell)
    batches: list[Job] = []
    seconds = 0.0
    if imported.imported:
        with Runtime(workers=workers, step_cache=step_cache):
            began = time.monotonic()
            # All at once, so that no worker waits for the last job of the batch before.
            batches = [
                go_on_or_start(work, user, work.chosen(imported.imported), params)
                for work, params in asked
            ]
            for (work, _), batch in zip(asked, batches, strict=True):
                wait_until_resting(batch.id, partial(bars.tell_batch, str(work.bar)))
            seconds = time.monotonic() - began
    told = entries(batches, imported)
    export(told, out)
    made = [entry.row for entry in told]
    spent = sum(row.seconds or 0.0 for row in made)
    return Summary(made, seconds, workers, spent, _peak_megabytes())


def _peak_megabytes() -> float:
    """The largest of this process's and its largest child's resident memory, in 10⁶ bytes."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * 1024 / 1e6
