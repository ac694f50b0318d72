"""How soon work that was lost with its worker was taken up again."""

from collections.abc import Sequence

from ..rows import Row, same
from ..spans import Span, covered
from ..tables import Tables

ALLOWED = 30.0
"""Seconds from a SIGKILL to the work going on."""

PASSED_OVER = """
    SELECT count(*) FROM (
        SELECT s.*, e.created_at AS free_at, (
            SELECT min(f.created_at) FROM jobs_event f WHERE f.job_id = s.job_id
            AND f.data ->> 'step' = s.id::text AND f.number > e.number) AS taken_at
        FROM jobs_event e JOIN jobs_step s ON s.job_id = e.job_id AND e.data ->> 'step' = s.id::text
        WHERE e.data ->> 'move' = 'lose'
    ) lost JOIN jobs_event c ON c.data ->> 'move' = 'claim'
    AND c.created_at > free_at + interval '1 s' AND c.created_at < taken_at - interval '0.1 s'
    JOIN jobs_step t ON t.job_id = c.job_id AND t.id::text = c.data ->> 'step'
    AND t.queue = lost.queue AND t.priority = lost.priority AND t.owner = lost.owner
    AND (t.job_id, t.ordinal) > (lost.job_id, lost.ordinal)
"""
"""Claims by which a step was taken while a lost one that stands before it was free. Claims
of the same moment as its own, or begun before it was free, are none."""


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
        judged: whether the wait may make a run bad; on a machine that is full it says little.
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
    lost = tables.one("SELECT sum(losses) FROM jobs_step")
    # Beside the time in which nobody was there to do it.
    return [
        Row("steps lost with their worker", str(lost), bool(lost)),
        Row("of them seen running at a SIGKILL", str(len(victims))),
        same(
            "steps taken before a lost one whose turn it was",
            tables.one(PASSED_OVER),
            0,
        ),
        Row("longest until one was taken up again, whatever stood still", f"{whole:.1f} s"),
        Row(
            f"longest until they were taken up again, at most {ALLOWED:.0f} s",
            f"{longest:.1f} s",
            longest <= ALLOWED if judged else None,
        ),
    ]
