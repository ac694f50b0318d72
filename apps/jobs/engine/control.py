"""What a person may do to a job under way: cancel, retry, pause, resume."""

import logging
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.jobs.models import Job, JobStatus, Queue, QueueHold, Step, StepStatus
from skyy.api.errors import Code, Problem

from . import doorbell, holds, permitted, rollup
from .holds import RUNNABLE
from .moves import JOB_MOVES
from .retrying import retry_job
from .settling import settle
from .transitions import move_job, record

logger = logging.getLogger(__name__)

RELEASED_AT_ONCE = 200
"""Jobs of a resumed batch that go on at once; the sweep lets the others go on."""

REASON = QueueHold._meta.get_field("reason").max_length


def cancel(job: Job, user: User | None = None) -> None:
    """Stop a job, or all of a batch that has not come to its end.

    What has not begun is cancelled at once; a running step is asked to stop and is ended after a
    grace time. Results that already await review stay.

    Raises:
        Problem: ``job.not_cancellable``.
    """
    data = {} if user is None else {"by": str(user.pk)}
    with transaction.atomic():
        if not move_job(job.pk, "request_cancel", data=data):
            raise Problem(
                Code.JOB_NOT_CANCELLABLE,
                "This job can no longer be cancelled: it has ended or awaits review.",
            )
        if not job.is_batch:
            settle(job.pk)
    if job.is_batch:
        cancel_children(job.pk)


def cancel_children(batch_id: UUID) -> None:
    """Cancel what is left of a batch, each child in a transaction of its own."""
    left = Job.objects.filter(
        batch=batch_id, status__in=JOB_MOVES["request_cancel"].sources
    ).values_list("pk", flat=True)
    for child_id in list(left):
        with transaction.atomic():
            if move_job(child_id, "request_cancel"):
                settle(child_id)
    rollup.roll_up(batch_id)


def retry(job: Job, user: User | None = None) -> None:
    """Run again what failed: of a job its stopped steps, of a batch its failed jobs.

    Raises:
        Problem: ``job.not_retryable``; ``rights.*`` or ``release.*`` when the originals may not be
            used any more.
    """
    data = {} if user is None else {"by": str(user.pk)}
    if job.is_batch:
        failed = list(Job.objects.filter(batch=job, status=JobStatus.FAILED))
        permitted.check_again(failed)
        won = [retry_job(child.pk, data) for child in failed]
        rollup.roll_up(job.pk)
    else:
        permitted.check_again([job])
        won = [retry_job(job.pk, data)]
    if not any(won):
        raise Problem(Code.JOB_NOT_RETRYABLE, "Nothing of this job failed.")


def pause(job: Job) -> None:
    """Let nothing more of a job or a batch begin; what runs runs to its end.

    Raises:
        Problem: ``job.not_pausable``.
    """
    _set_paused(job, paused=True)


def resume(job: Job) -> None:
    """Let a paused job or batch go on.

    Raises:
        Problem: ``job.not_pausable`` when it is not paused.
    """
    _set_paused(job, paused=False)
    if job.is_batch:
        holds.release_due(RELEASED_AT_ONCE, batch_id=job.pk)
    else:
        holds.release(job.pk)
    of_it = Q(job__batch=job) if job.is_batch else Q(job=job)
    waiting = Step.objects.filter(of_it, status=StepStatus.READY, held=False)
    for queue in waiting.order_by().values_list("queue", flat=True).distinct():
        doorbell.ring(queue, doorbell.MOST)


def hold_queue(queue: str, user: User, reason: str = "") -> None:
    """Let nothing more of a queue begin, in any process; what runs runs to its end."""
    said = {"by": user.get_username(), "reason": reason[:REASON]}
    with transaction.atomic():
        hold, _ = QueueHold.objects.update_or_create(pk=Queue(queue).value, defaults=said)
        audit(Happening.QUEUE_HELD, person=user, about=hold, name=queue, after={"reason": reason})


def release_queue(queue: str, user: User) -> None:
    """Let a held queue go on."""
    with transaction.atomic():
        released, _ = QueueHold.objects.filter(pk=Queue(queue).value).delete()
        if released:
            hold = QueueHold(pk=Queue(queue).value)
            audit(Happening.QUEUE_RELEASED, person=user, about=hold, name=queue)
            doorbell.ring(Queue(queue).value, doorbell.MOST)
    logger.info("Queue %s was released by %s", queue, user.get_username())


def _set_paused(job: Job, *, paused: bool) -> None:
    where = Q(status__in=RUNNABLE, paused=not paused)
    kind = "job.paused" if paused else "job.resumed"
    if not record(job.pk, kind, {"paused": paused}, where=where, paused=paused):
        raise Problem(
            Code.JOB_NOT_PAUSABLE,
            "This job cannot be paused: it has ended or is paused already."
            if paused
            else "This job is not paused.",
        )
