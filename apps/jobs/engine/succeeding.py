"""When a step succeeded: its result, its files and what follows for its job, in one transaction."""

import logging
from collections.abc import Mapping
from contextlib import nullcontext
from typing import NamedTuple

from django.db import transaction

from apps.assets.models import Blob

from . import cache, fairness
from .claims import Claim, lease
from .outputs import Outputs
from .prepared import on_postgres
from .settling import Unfinished, ring_for, settle
from .taken import Taken
from .transitions import move_step, succeed_and_go_on, succeed_and_read

logger = logging.getLogger(__name__)

MOST_IN_A_ROW = 8
"""Steps of a job that a worker takes one after the other before it asks whose turn it is."""


class Success(NamedTuple):
    """Whether a result was taken, and the claim of the job's next step where its worker goes on."""

    won: bool
    next: Claim | None = None


def succeed(
    claim: Claim,
    outputs: Outputs,
    *,
    key: str,
    seconds: float = 0.0,
    hit: cache.Hit | None = None,
    go_on: bool = False,
) -> Success:
    """Record a step's result under its claim.

    Args:
        key: its cache key, or empty.
        hit: where the result comes from when it was made before.
        go_on: whether the worker would take the job's next step at once.

    Raises:
        Gone: the hit's files are there no longer; nothing was recorded.
    """
    step = claim.step
    written = {
        "result": dict(outputs.result),
        "seconds": round(seconds, 4),
        "progress": 1.0,
        "cache_key": key,
        "from_cache": hit is not None,
    }

    def keep_more() -> Mapping[str, Blob]:
        if hit is not None:
            cache.use(hit)
        files = outputs.adopt(step)
        if key and hit is None:
            cache.remember(key, handler=step.handler, outputs=outputs, files=files, seconds=seconds)
        return files

    if on_postgres() and not claim.last and step.compensates_id is None:
        # Where there is nothing more to write, the two statements are a transaction by themselves.
        more = bool(key or outputs.stored or outputs.reused)
        with transaction.atomic() if more else nullcontext():
            gone_on = succeed_and_go_on(
                step,
                claim_no=claim.claim_no,
                worker=claim.worker if go_on and claim.in_a_row < MOST_IN_A_ROW else None,
                lease=lease(),
                **written,
            )
            if gone_on is not None:
                if not gone_on.won:
                    return _refused(claim)
                files = keep_more()
                taken = gone_on.next
                # Who goes on with one hears no other.
                ring_for(gone_on.ready, step.queue if taken is None else None)
                return Success(True, None if taken is None else _following(claim, taken, files))

    def end(unfinished: Unfinished | None) -> Success:
        with transaction.atomic():
            known = None
            if claim.last and on_postgres():
                known = succeed_and_read(step, claim_no=claim.claim_no, **written)
            won = known is not None or move_step(
                step.pk,
                "succeed",
                job_id=step.job_id,
                key=step.key,
                claim_no=claim.claim_no,
                **written,
            )
            if won:
                keep_more()
                settle(
                    step.job_id,
                    heard=step.queue,
                    locked=True,
                    over=claim.last,
                    known=known,
                    unfinished=unfinished,
                )
        return Success(True) if won else _refused(claim)

    try:
        return end(None)
    except Unfinished as unfinished:
        return end(unfinished)


def _following(claim: Claim, taken: Taken, files: Mapping[str, Blob]) -> Claim:
    """Return the claim of the job's next step; the files just made are not among what it read."""
    taken.step.job = claim.job
    fairness.served(taken.step.queue, taken.step.owner)
    needed = list(taken.needed)
    if claim.step.key in taken.step.needs:
        needed += [
            (claim.step.key, row[1], name, blob.pk)
            for name, blob in files.items()
            for row in taken.needed
            if row[0] == claim.step.key
        ]
    return Claim(
        taken.step, taken.step.claim_no, claim.worker, needed, taken.last, claim.in_a_row + 1
    )


def _refused(claim: Claim) -> Success:
    logger.info("Step %s ended under a claim that is over; refused", claim.step.pk)
    return Success(False)
