"""Where a job's steps have come, without what they were given and what they made."""

import json
from dataclasses import dataclass
from uuid import UUID

from .prepared import as_uuid, ask

_STANDING = """
    SELECT job.status, step.id, step.key, step.status, step.needs, step.queue, step.compensates_id
    FROM jobs_step AS step JOIN jobs_job AS job ON job.id = step.job_id
    WHERE step.job_id = %(job)s ORDER BY step.ordinal
"""


@dataclass(frozen=True)
class StepStanding:
    """A node of the DAG."""

    id: UUID
    key: str
    status: str
    needs: list[str]
    queue: str
    compensates_id: UUID | None


@dataclass(frozen=True)
class JobStanding:
    """A job's status and its steps, in the order of its plan."""

    status: str
    steps: list[StepStanding]


def standing_of(job_id: UUID) -> JobStanding:
    """Return how a job stands; empty where it has no steps."""
    rows = ask(_STANDING, {"job": job_id})
    steps = [
        StepStanding(
            as_uuid(pk),
            key,
            status,
            json.loads(needs),
            queue,
            None if undone is None else as_uuid(undone),
        )
        for _job, pk, key, status, needs, queue, undone in rows
    ]
    return JobStanding(rows[0][0] if rows else "", steps)
