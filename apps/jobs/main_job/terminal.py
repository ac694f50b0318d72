"""The main job in a terminal: bars while it runs, a table at the end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from apps.jobs.models import Job, JobStatus

from .report import Row

RESTING = ("awaiting_review", "completed", "failed", "cancelled")


class Bars:
    """One bar for each thing that is being done, in the order they come."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def tell(self, what: str, done: int, total: int) -> None:
        """Move the bar called ``what``."""
        task = self._tasks.get(what)
        if task is None:
            task = self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(task, completed=done, total=total)

    def tell_batch(self, what: str, batch: Job) -> None:
        """Move the bar called ``what`` from a batch's counts."""
        counts = batch.counts
        done = sum(int(counts.get(state, 0)) for state in RESTING)
        total = int(counts.get("total", 0)) or 1
        if batch.status in (JobStatus.AWAITING_REVIEW, JobStatus.COMPLETED, JobStatus.FAILED):
            done = total
        self.tell(what, done, total)


@contextmanager
def bars(console: Console) -> Iterator[Bars]:
    """Show bars while the block runs."""
    with Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as progress:
        yield Bars(progress)


def table(rows: Sequence[Row]) -> Table:
    """Return the rows as a table; failures say why. Names are shown as they are, not as markup."""
    shown = Table(box=None, pad_edge=False)
    for heading in ("SKU", "Photograph", "Status"):
        shown.add_column(heading, overflow="fold")
    for heading in ("Size", "Triangles", "Fidelity", "Seconds"):
        shown.add_column(heading, justify="right", no_wrap=True)
    # A code is what somebody looks up: it is broken over lines rather than cut.
    shown.add_column("Remarks", overflow="fold")
    for row in rows:
        remark = f"{row.error['code']}: {row.error['message']}" if row.error else ""
        shown.add_row(
            Text(row.sku),
            Text(row.source),
            row.status,
            f"{row.width}×{row.height}" if row.width else "",
            f"{row.triangles:,}" if row.triangles else "",
            _score(row),
            f"{row.seconds:.2f}" if row.seconds is not None else "",
            Text(remark or ", ".join(row.warnings)),
            style="red" if row.error else None,
        )
    return shown


def _score(row: Row) -> str:
    """The total with what it was judged on: a model's own view is always near 100."""
    if not row.fidelity or row.fidelity["score"] is None:
        return ""
    return f"{row.fidelity['score']:.0f}, {row.fidelity['seen_share']:.0%} seen"
