"""A job, locked, with all its steps."""

from functools import cache
from uuid import UUID

from apps.jobs.models import Job, Step

from .prepared import Row, Statement, ask_together, on_postgres
from .rows import columns, instance


def whole(job_id: UUID) -> tuple[Job, list[Step]]:
    """Lock a job and return it with its steps, in the order of its plan; call it in a transaction.

    Raises:
        Job.DoesNotExist: there is none.
    """
    if not on_postgres():
        job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
        return job, list(job.steps.order_by("ordinal"))
    return made(job_id, *ask_together(*statements(job_id)))


def statements(job_id: UUID) -> list[Statement]:
    """Return what ``whole`` asks PostgreSQL, for whoever sends it along with something else."""
    return [(text, {"job": job_id}) for text in _texts()]


def made(job_id: UUID, locked: list[Row], found: list[Row]) -> tuple[Job, list[Step]]:
    """Return the job and its steps from the rows of ``statements``.

    Raises:
        Job.DoesNotExist: there is none.
    """
    if not locked:
        raise Job.DoesNotExist(f"There is no job {job_id}.")
    job = instance(Job, locked[0])
    steps = [instance(Step, row) for row in found]
    for step in steps:
        step.job = job
    return job, steps


@cache
def _texts() -> tuple[str, str]:
    job, step = columns(Job, "j"), columns(Step, "s")
    return (
        f"SELECT {job} FROM jobs_job j WHERE id = %(job)s FOR NO KEY UPDATE",  # noqa: S608 - names
        f"SELECT {step} FROM jobs_step s WHERE job_id = %(job)s ORDER BY ordinal",  # noqa: S608
    )
