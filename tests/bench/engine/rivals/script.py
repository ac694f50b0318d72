"""The statements of a step as the engine sends them, as texts for who does without the engine."""

from typing import Any

from apps.jobs.engine import one_claim, one_ending, one_statement, whole
from apps.jobs.engine.moves import JOB_MOVES, STEP_MOVES
from apps.jobs.engine.prepared import _numbered
from apps.jobs.engine.rows import names
from apps.jobs.models import Job, Step

SUCCESS = (
    *("result", "seconds", "progress", "cache_key", "from_cache"),
    *("finished_at", "lease_until", "error"),
)


def script() -> dict[str, Any]:
    """Return the texts by what they do, each with the names of its parameters in their order, and
    the columns of the rows that a claim returns (``step``, ``job``)."""
    written = tuple((name, False) for name in SUCCESS)
    job, steps = whole._texts()
    texts = {
        "claim": one_claim._text(),
        "lock": one_ending._LOCK,
        "end": one_ending._text(written, True),
        "succeed": one_statement._steps_text(STEP_MOVES["succeed"], written, True),
        "job": job,
        "steps": steps,
        "complete": one_statement._job_text(
            JOB_MOVES["complete"], (("facts", False), ("finished_at", False))
        ),
    }
    said = {what: (sql.decode(), given) for what, (sql, given) in _all(texts).items()}
    return {**said, "columns": {"step": names(Step), "job": names(Job)}}


def _all(texts: dict[str, str]) -> dict[str, tuple[bytes, list[str]]]:
    return {what: _numbered(text) for what, text in texts.items()}
