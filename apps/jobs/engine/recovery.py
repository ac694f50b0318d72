"""The sweep: finishes from the tables alone whatever a lost message or a dead process left open."""

import logging
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from apps.jobs.models import Job, JobStatus, Queue, Step, StepStatus
from skyy.api.errors import Code

from . import control, doorbell, failing, holds, rollup
from .best import ready
from .claims import BEGUN, Claim, place_of
from .moves import MOVING
from .outputs import remove_leftovers
from .settling import settle
from .transitions import move_step

logger = logging.getLogger(__name__)

ACTIVE = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.CANCELLING)


def sweep() -> None:
    """Look over the tables once; call it every few seconds, in as many processes as there are."""
    recover_lost()
    _settle_forgotten()
    _roll_up_forgotten()
    holds.release_due()
    for queue in Queue.values:
        # Counted no further than there are rings.
        doorbell.ring(queue, ready(queue)[: doorbell.MOST].count())


def recover_lost(*, but_of: str | None = None) -> None:
    """Take back the steps whose leases ran out.

    Args:
        but_of: a worker whose own are left alone: it lives, and may just have been still.
    """
    for step in _running().filter(lease_until__lt=Now()):
        if step.claimed_by != but_of:
            recover(step)


def recover_all() -> None:
    """Take every running step back: for whoever knows that no other worker lives."""
    for step in _running():
        recover(step)
    remove_abandoned_scratch()


def recover(step: Step) -> None:
    """Take a step back from a worker that vanished.

    The worker's death is not the step's fault; only a step that was lost again and again, and whose
    handler ran alone in its process when that vanished once more, is blamed for it.
    """
    claim = Claim(step, step.claim_no, step.claimed_by)
    if claim.suspected and step.progress >= BEGUN:
        words = f"The worker vanished while it ran the step “{step.key}” and nothing else."
        won = failing.fail(claim, Code.STEP_DIED, words, last="quarantine")
    else:
        with transaction.atomic():
            won = move_step(
                step.pk,
                "lose",
                job_id=step.job_id,
                key=step.key,
                claim_no=step.claim_no,
                losses=step.losses + 1,
                priority=place_of(step, step.losses + 1),
            )
            if won:
                settle(step.job_id)
                doorbell.ring(step.queue)
    if won:
        logger.warning("Step %s was lost with its worker %s", step.pk, step.claimed_by)
        remove_leftovers(step.pk, step.claim_no)


def remove_abandoned_scratch() -> None:
    """Remove scratch folders of claims that are over."""
    folders = {path.name: path for path in Path(settings.SCRATCH).glob("*.*") if path.is_dir()}
    held = {f"{pk}.{number}" for pk, number in _running().values_list("pk", "claim_no")}
    for name in folders.keys() - held:
        shutil.rmtree(folders[name], ignore_errors=True)


def _running() -> QuerySet[Step]:
    return Step.objects.filter(status=StepStatus.RUNNING).select_related("job").order_by()


def _settle_forgotten() -> None:
    moving = Step.objects.filter(job=OuterRef("pk"), status__in=MOVING)
    forgotten = Job.objects.filter(~Exists(moving), is_batch=False, status__in=ACTIVE)
    for job_id in _ids(forgotten):
        settle(job_id)


def _roll_up_forgotten() -> None:
    batches = Job.objects.filter(is_batch=True)
    for batch_id in _ids(batches.filter(status=JobStatus.CANCELLING)):
        control.cancel_children(batch_id)
    reviewed = Job.objects.filter(batch=OuterRef("pk"), status=JobStatus.AWAITING_REVIEW)
    decided = batches.filter(~Exists(reviewed), status=JobStatus.AWAITING_REVIEW)
    for batch_id in _ids(batches.filter(status__in=ACTIVE) | decided):
        rollup.roll_up(batch_id)


def _ids(jobs: QuerySet[Job]) -> list[UUID]:
    return list(jobs.order_by().values_list("pk", flat=True))
