"""How many statements a step sends, counted where psycopg or SQLite gets them."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from apps.jobs.engine.claims import Claim, claim
from apps.jobs.engine.execution import execute
from apps.jobs.models import Job

from .no_child import NoChild
from .pipeline import STEPS


def of_a_chain(job: Job) -> list[int]:
    """Run the steps of the job that is next, as a worker does; return the statements of each.

    ``BEGIN`` and ``COMMIT`` are not among them.
    """
    counts: list[int] = []
    held: Claim | None = None
    for _ in range(STEPS):
        with _counted() as count:
            if held is None:
                (held,) = claim("cpu", worker="bench")
            assert held.step.job_id == job.pk
            child: Any = NoChild()
            held = execute(held, child, use_cache=False, go_on=lambda: True)
        counts.append(count())
    return counts


class _counted:  # noqa: N801 - reads as a word
    def __enter__(self) -> Callable[[], int]:
        self._count = 0
        self._wrapper = connection.execute_wrapper(self._one)
        self._wrapper.__enter__()
        return lambda: self._count

    def __exit__(self, *error: object) -> None:
        self._wrapper.__exit__(*error)

    def _one(
        self,
        send: Callable[..., object],
        sql: str,
        params: object,
        many: bool,
        context: object,
    ) -> object:
        self._count += 1
        return send(sql, params, many, context)
