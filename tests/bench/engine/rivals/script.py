"""The statements of a step as the engine sends them, as texts for who does without the engine."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from apps.jobs.engine import best, fairness, inputs, one_statement, standing
from apps.jobs.engine.moves import JOB_MOVES, STEP_MOVES
from apps.jobs.models import Job, Step

NOBODY = UUID(int=0)


@transaction.atomic
def script() -> dict[str, str]:
    """Return the texts by what they do."""
    job = Job.objects.select_for_update(no_key=True).filter(pk=NOBODY)
    return {
        "turns": fairness._TURNS,
        "best": best._text(),
        "start": _job("start", "started_at"),
        "claim": _step(
            "claim", "claimed_by", "progress", "started_at", fenced=True, from_now="lease_until"
        ),
        "needed": inputs.needed_text(1),
        "succeed": _step(
            *("succeed", "result", "seconds", "progress", "cache_key", "from_cache"),
            *("finished_at", "lease_until", "error"),
            fenced=True,
        ),
        "standing": standing._STANDING,
        "unblock": _step("unblock"),
        "job": _orm(job),
        "steps": _orm(Step.objects.filter(job=NOBODY).order_by("ordinal")),
        "complete": _job("complete", "facts", "finished_at"),
    }


def _step(move: str, *columns: str, fenced: bool = False, from_now: str = "") -> str:
    shape = tuple((name, False) for name in columns) + (((from_now, True),) if from_now else ())
    return one_statement._steps_text(STEP_MOVES[move], shape, fenced)


def _job(move: str, *columns: str) -> str:
    return one_statement._job_text(JOB_MOVES[move], tuple((name, False) for name in columns))


def _orm(rows: "QuerySet[Any]") -> str:
    sql, _ = rows.query.sql_with_params()
    return str(sql).replace("%s", "%(job)s")
