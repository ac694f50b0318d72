"""What a person may do where something could not be undone."""

from collections.abc import Callable

from django.db import transaction

from apps.accounts.models import User
from apps.jobs.models import Job, JobStatus, Step
from skyy.api.errors import Code, Problem

from . import compensation, doorbell
from .settling import STRANDED, settle
from .transitions import move_job, move_step


def undo_again(job: Job, user: User | None = None) -> None:
    """Try again what could not be undone, then undo the rest.

    Raises:
        Problem: ``compensation.not_failed``.
    """

    def again(undo: Step) -> None:
        move_step(
            undo.pk,
            "retry",
            job_id=undo.job_id,
            key=undo.key,
            attempts=0,
            losses=0,
            progress=0.0,
        )
        doorbell.ring(undo.queue)

    _go_on(job, user, again)


def put_right(job: Job, user: User | None = None) -> None:
    """Take a person's word that what could not be undone was put right by hand; undo the rest.

    Raises:
        Problem: ``compensation.not_failed``.
    """

    def believe(undo: Step) -> None:
        assert undo.compensates is not None
        move_step(undo.pk, "give_up", job_id=undo.job_id, key=undo.key)
        original = undo.compensates
        move_step(
            original.pk,
            "put_right",
            job_id=original.job_id,
            key=original.key,
            error=compensation.error_before(original),
        )

    _go_on(job, user, believe)


@transaction.atomic
def _go_on(job: Job, user: User | None, treat: Callable[[Step], None]) -> None:
    job = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    undos = job.steps.filter(compensates__isnull=False).select_related("compensates")
    failed = compensation.failed(undos)
    if not failed or job.status != JobStatus.FAILED:
        raise Problem(Code.COMPENSATION_NOT_FAILED, "Nothing of this job is left to be undone.")
    facts = dict(job.facts)
    cancelled = facts.pop(STRANDED, "") == JobStatus.CANCELLING
    data = {} if user is None else {"by": str(user.pk)}
    move_job(job.pk, "unwind_cancelled" if cancelled else "unwind", data=data, facts=facts)
    for undo in failed:
        treat(undo)
    settle(job.pk)
