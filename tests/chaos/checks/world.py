"""The world outside: what was done for a job that came to nothing was taken back."""

from pathlib import Path

from ..marks import there
from ..rows import Row, none
from ..tables import Tables

ENDED_WELL = ("completed", "booked")


def check(tables: Tables, data: Path) -> list[Row]:
    """Check bookings, and the refunds that undoing asks the provider for."""
    marks = there(data)
    rows = tables.ask(
        "SELECT j.params ->> 'n', j.status, s.key, s.status, s.started_at IS NOT NULL "
        "FROM jobs_step s JOIN jobs_job j ON j.id = s.job_id "
        "WHERE j.kind = 'chaos' AND s.compensate <> ''"
    )
    failed = [row for row in rows if row[1] in ("failed", "cancelled")]
    booked = {name.removesuffix(".done") for name in marks if name.endswith(".done")}
    undone = {name.removesuffix(".undone") for name in marks if name.endswith(".undone")}
    kept = {f"{n}.booked" for n, status, key, *_ in rows if (status, key) == ENDED_WELL}
    lost = {f"{n}.booked" for n, _, key, *_ in failed if key == "booked"}
    return [
        Row("bookings taken back", str(len(undone))),
        none("bookings that were done and not taken back", sorted((booked & lost) - undone)),
        none("bookings taken back of jobs that succeeded", sorted(kept & undone)),
        none("bookings missing of jobs that succeeded", sorted(kept - booked)),
        none(
            "steps of jobs that came to nothing, begun and not undone",
            [row for row in failed if row[4] and row[3] != "compensated"],
        ),
    ]
