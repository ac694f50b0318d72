"""Jobs that ended long ago: the same rows a season leaves behind, made by the database itself, and
what the engine costs beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection

from apps.jobs.models import Event, Job, Step

from .rate import Rate


@dataclass(frozen=True)
class Beside:
    """Some runs beside the same history.

    ``pages`` of the database were looked at for a step: unlike times they do not depend on who else
    uses the machine.
    """

    rates: list[Rate]
    pages: list[float]

    def line(self) -> str:
        """Return medians, and least and most in brackets."""
        return (
            f"{_spread([rate.a_second for rate in self.rates], 0)} steps/s, "
            f"{_spread([rate.processor_ms for rate in self.rates], 2)} CPU ms, "
            f"{_spread(self.pages, 0)} pages"
        )


def beside(run: Callable[[], Rate], *, times: int, steps: int) -> Beside:
    """Run some times; what a statement's first plans cost is paid by a run before."""
    run()
    rates, pages = [], []
    for _ in range(times):
        before = _pages()
        rates.append(run())
        pages.append((_pages() - before) / steps)
    return Beside(rates, pages)


def _pages() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()"
        )
        (count,) = cursor.fetchone()
        return int(count)


def _spread(values: list[float], places: int) -> str:
    return f"{median(values):.{places}f} ({min(values):.{places}f} to {max(values):.{places}f})"


def multiply(like: Job, times: int) -> None:
    """Make ``times`` copies of a job that ended, with its steps and events."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied AS "
            "SELECT gen_random_uuid() AS id FROM generate_series(1, %s)",
            [times],
        )
        for model, link in ((Job, "id"), (Step, "job_id"), (Event, "job_id")):
            kept = [
                field.column
                for field in model._meta.concrete_fields
                if field.column not in {"id", "job_id", "batch_id"}
            ]
            columns = ", ".join(f'"{column}"' for column in kept)
            ids = "copied.id" if model is Job else "gen_random_uuid(), copied.id"
            names = "id" if model is Job else "id, job_id"
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({names}, {columns}) "
                f"SELECT {ids}, {columns} FROM copied, {model._meta.db_table} "
                f"WHERE {model._meta.db_table}.{link} = %s",
                [like.pk],
            )
        cursor.execute("DROP TABLE copied")
        cursor.execute("VACUUM ANALYZE")
