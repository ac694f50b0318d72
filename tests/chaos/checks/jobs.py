"""Jobs, steps and events."""

from collections.abc import Mapping, Sequence

from ..person import KIND
from ..rows import Row, none, same
from ..scenario import Asked
from ..tables import Tables

ENDED = "('completed', 'failed', 'cancelled')"
LOSSES = 10
"""ADR 0002: from so many lost workers on, one more that is lost with the step alone is counted."""

BLAMED = (
    "SELECT id::text, key, status, attempts, losses, error FROM jobs_step s "
    "WHERE handler LIKE 'tests.chaos.handlers:%' "
    "AND handler NOT LIKE '%:refuse@1' AND (attempts > 0 OR status = 'quarantined')"
)
LOST = (
    "(SELECT count(*) FROM jobs_event e WHERE e.job_id = s.job_id "
    "AND data ->> 'step' = s.id::text AND data ->> 'move' = 'lose')"
)
MINE = f"SELECT id FROM jobs_job WHERE kind = '{KIND}'"


def check(tables: Tables, asked: Sequence[Asked], ids: Mapping[int, str]) -> list[Row]:
    """Check that each was made once, ended once, and as it must."""
    return [
        same(
            "jobs there, of those asked for",
            tables.one(f"SELECT count(*) FROM jobs_job WHERE kind = '{KIND}'"),
            len(asked),
        ),
        none("jobs that ended otherwise than they must", _endings(tables, asked, ids)),
        none(
            "jobs that did not end exactly once",
            tables.ask(
                "SELECT job_id::text, count(*) FROM jobs_event WHERE type = 'job.status' "
                f"AND data ->> 'status' IN {ENDED} AND job_id IN ({MINE}) "
                "GROUP BY 1 HAVING count(*) <> 1"
            )
            + tables.ask(
                f"SELECT id::text, status FROM jobs_job WHERE status IN {ENDED} AND NOT EXISTS "
                "(SELECT 1 FROM jobs_event e WHERE e.job_id = jobs_job.id AND type = 'job.status' "
                f"AND data ->> 'status' = jobs_job.status) AND kind = '{KIND}'"
            ),
        ),
        none(
            "steps whose result was taken more than once",
            tables.ask(
                "SELECT data ->> 'step', count(*) FROM jobs_event "
                "WHERE data ->> 'move' = 'succeed' GROUP BY 1 HAVING count(*) > 1"
            ),
        ),
        none(
            "steps left between two statuses in jobs that ended",
            tables.ask(
                "SELECT s.id::text, s.key, s.status FROM jobs_step s JOIN jobs_job j "
                f"ON j.id = s.job_id WHERE j.status IN {ENDED} AND s.status IN "
                "('ready', 'running', 'waiting', 'uncertain', 'compensating')"
            ),
        ),
        none(
            "steps blamed for what was done to their worker",
            tables.ask(f"{BLAMED} AND (status = 'quarantined' OR {LOST} < {LOSSES})"),
        ),
        Row(
            f"blamed by the rule: {LOSSES} workers lost and one more",
            str(len(tables.ask(f"{BLAMED} AND status <> 'quarantined' AND {LOST} >= {LOSSES}"))),
        ),
        none(
            "jobs whose events have a gap",
            tables.ask(
                "SELECT j.id::text, count(e), max(number), last_event FROM jobs_job j "
                "LEFT JOIN jobs_event e ON e.job_id = j.id GROUP BY j.id "
                "HAVING count(e) <> last_event OR min(number) <> 1 OR max(number) <> last_event"
            ),
        ),
        none(
            "events that say otherwise than their step's row",
            tables.ask(
                "SELECT s.id::text, s.status, last.said FROM jobs_step s JOIN LATERAL "
                "(SELECT data ->> 'status' AS said FROM jobs_event e WHERE e.job_id = s.job_id "
                "AND data ->> 'step' = s.id::text ORDER BY number DESC LIMIT 1) last ON true "
                "WHERE last.said <> s.status"
            ),
        ),
    ]


def _endings(tables: Tables, asked: Sequence[Asked], ids: Mapping[int, str]) -> list[str]:
    found = dict(tables.ask("SELECT id::text, status FROM jobs_job"))
    return [
        f"job {one.n} ({one.ending} {dict(one.ways)} {one.word}): {found.get(ids[one.n])}"
        for one in asked
        if found.get(ids[one.n]) not in one.may_end
    ]
