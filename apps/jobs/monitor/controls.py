"""Which moves a page offers for a job; the engine has the last word."""

from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.jobs.models import Job, JobStatus
from skyy.api.errors import Code

from .states import ACTIVE

Move = str


def offered(job: Job, user: User) -> frozenset[Move]:
    """Return which moves make sense now: ``cancel``, ``retry``, ``pause``, ``resume``, and
    ``undo_again`` and ``put_right`` where something could not be undone.
    """
    if not may(user, Action.CONTROL_JOBS):
        return frozenset()
    moves = set()
    if job.status in (JobStatus.PENDING, JobStatus.PROCESSING):
        moves |= {"cancel", "resume" if job.paused else "pause"}
    failed = job.status == JobStatus.FAILED
    if failed and (job.error or {}).get("code") == Code.COMPENSATION_FAILED:
        moves |= {"undo_again", "put_right"}
    elif failed or (job.is_batch and job.counts.get(JobStatus.FAILED.value, 0)):
        moves.add("retry")
    return frozenset(moves)


def busy(job: Job) -> bool:
    """Whether machines still have something to do for this job."""
    return job.status in ACTIVE
