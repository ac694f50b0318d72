"""How soon work that was lost with its worker was taken up again."""

from collections.abc import Sequence

from ..rows import Row
from ..spans import Span, covered
from ..tables import Tables

ALLOWED = 30.0
"""Seconds from a SIGKILL to the work going on."""

NOT_FIRST_AFTER = 3
"""Losses after which a step waits in its place, as ``claims.LOSSES_BEFORE_ALONE`` says; nothing of
Django may be asked here."""

PASSED_OVER = f"""
    WITH moves AS (
        SELECT e.job_id, e.data ->> 'step' AS step, e.data ->> 'move' AS move, e.number,
        e.created_at AS at, s.queue, lead(e.created_at) OVER story AS until,
        count(*) FILTER (WHERE e.data ->> 'move' = 'lose') OVER story AS losses
        FROM jobs_event e JOIN jobs_step s ON s.job_id = e.job_id AND s.id::text = e.data ->> 'step'
        WHERE e.data ? 'move'
        WINDOW story AS (PARTITION BY e.job_id, e.data ->> 'step' ORDER BY e.number)
    )
    SELECT count(*) FROM moves AS lost JOIN moves AS taken ON taken.queue = lost.queue
    WHERE lost.move = 'lose' AND lost.losses < {NOT_FIRST_AFTER}
    AND taken.move = 'claim' AND taken.losses = 0
    AND taken.at > lost.at + interval '1 s' AND taken.at < lost.until - interval '0.1 s'
    AND NOT EXISTS (SELECT FROM jobs_event e WHERE e.job_id = lost.job_id
        AND e.created_at BETWEEN taken.at - interval '1 s' AND taken.at + interval '1 s')
"""
"""Claims by which a step that was never lost was taken while one that was lost lay free. Claims of
the same moment as its own, or begun before it was free, are none; nor are those made while another
step of its job moved, since a job whose row is locked is passed over. What commits late on a full
machine is told with the moment at which it was sent."""


def check(
    tables: Tables,
    victims: Sequence[tuple[str, int, float]],
    *,
    down: Sequence[Span],
    frozen: Sequence[Span],
    judged: bool,
) -> list[Row]:
    """Check the longest wait.

    Args:
        victims: (step, claim, when) of what ran in a worker when it was killed.
        down: when PostgreSQL was away: nothing can be taken up then.
        frozen: when every worker of the queues cpu and io stood still at once. Time in which
            one was dead is not spared: that it is started again is a part of the promise.
        judged: whether waits may make a run bad; on a machine that is full they say little.
    """
    waits, spared = [], []
    for step, _claim, killed in victims:
        found = tables.ask(
            "SELECT extract(epoch FROM min(created_at)), s.queue FROM jobs_event e "
            "JOIN jobs_step s ON s.job_id = e.job_id WHERE s.id = %s AND data ->> 'step' = %s "
            "AND data ->> 'move' IN ('claim', 'succeed', 'cancel', 'wait', 'doubt', 'fail') "
            "AND created_at > to_timestamp(%s) GROUP BY s.queue",
            step,
            step,
            killed,
        )
        if not found:
            continue
        resumed, queue = float(found[0][0]), found[0][1]
        nobody = down if queue == "gpu" else [*down, *frozen]
        spared.append(covered(nobody, (killed, resumed)))
        waits.append(resumed - killed - spared[-1])
    longest = max(waits, default=0.0)
    whole = max(map(sum, zip(waits, spared, strict=True)), default=0.0)
    lost, passed = tables.one("SELECT sum(losses) FROM jobs_step"), tables.one(PASSED_OVER)
    # Beside the time in which nobody was there to do it.
    return [
        Row("steps lost with their worker", str(lost), bool(lost)),
        Row("of them seen running at a SIGKILL", str(len(victims))),
        Row(
            "steps taken while one that was lost lay free",
            str(passed),
            not passed if judged else None,
        ),
        Row("longest until one was taken up again, whatever stood still", f"{whole:.1f} s"),
        Row(
            f"longest until they were taken up again, at most {ALLOWED:.0f} s",
            f"{longest:.1f} s",
            longest <= ALLOWED if judged else None,
        ),
    ]
