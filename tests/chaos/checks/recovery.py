"""How soon work that was lost with its worker was taken up again."""

from collections.abc import Sequence

from ..rows import Row
from ..tables import Tables

ALLOWED = 30.0
"""Seconds from a SIGKILL to the work going on."""


def check(
    tables: Tables,
    victims: Sequence[tuple[str, int, float]],
    down: Sequence[tuple[float, float]],
    *,
    judged: bool,
) -> list[Row]:
    """Check the longest wait.

    Args:
        victims: (step, claim, when) of what ran in a worker when it was killed.
        down: from when to when PostgreSQL was away: nothing can be taken up then.
        judged: whether the wait may make a run bad; on a machine that is full it says little.
    """
    waits = []
    for step, _claim, killed in victims:
        found = tables.ask(
            "SELECT extract(epoch FROM min(created_at)) FROM jobs_event e JOIN jobs_step s "
            "ON s.job_id = e.job_id WHERE s.id = %s AND data ->> 'step' = %s "
            "AND data ->> 'move' IN ('claim', 'succeed', 'cancel', 'wait', 'doubt', 'fail') "
            "AND created_at > to_timestamp(%s)",
            step,
            step,
            killed,
        )
        if found[0][0] is None:
            continue
        resumed = float(found[0][0])
        away = sum(max(0.0, min(resumed, end) - max(killed, start)) for start, end in down)
        waits.append(resumed - killed - away)
    longest = max(waits, default=0.0)
    lost = tables.one("SELECT sum(losses) FROM jobs_step")
    return [
        Row("steps lost with their worker", str(lost), bool(lost)),
        Row("of them seen running at a SIGKILL", str(len(victims))),
        Row(
            f"longest until they were taken up again, at most {ALLOWED:.0f} s",
            f"{longest:.1f} s",
            longest <= ALLOWED if judged else None,
        ),
    ]
