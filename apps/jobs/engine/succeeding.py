"""When a step succeeded: its result, its files and what follows for its job, in one transaction."""

import logging
from contextlib import nullcontext

from django.db import transaction

from . import cache
from .claims import Claim
from .outputs import Outputs
from .prepared import on_postgres
from .settling import Unfinished, ring_for, settle
from .transitions import move_step, succeed_and_go_on

logger = logging.getLogger(__name__)


def succeed(
    claim: Claim,
    outputs: Outputs,
    *,
    key: str,
    seconds: float = 0.0,
    hit: cache.Hit | None = None,
) -> bool:
    """Record a step's result under its claim; return whether it was taken.

    Args:
        key: its cache key, or empty.
        hit: where the result comes from when it was made before.

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

    def keep_more() -> None:
        if hit is not None:
            cache.use(hit)
        files = outputs.adopt(step)
        if key and hit is None:
            cache.remember(key, handler=step.handler, outputs=outputs, files=files, seconds=seconds)

    if on_postgres() and not claim.last and step.compensates_id is None:
        # Where there is nothing more to write, the two statements are a transaction by themselves.
        more = bool(key or outputs.stored or outputs.reused)
        with transaction.atomic() if more else nullcontext():
            gone_on = succeed_and_go_on(
                step.job_id, step.pk, step.key, claim_no=claim.claim_no, **written
            )
            if gone_on is not None:
                won, ready = gone_on
                if won:
                    keep_more()
                    ring_for(ready, step.queue)
                return _said(claim, won)

    def end(unfinished: Unfinished | None) -> bool:
        with transaction.atomic():
            won = move_step(
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
                    unfinished=unfinished,
                )
        return _said(claim, won)

    try:
        return end(None)
    except Unfinished as unfinished:
        return end(unfinished)


def _said(claim: Claim, won: bool) -> bool:
    if not won:
        logger.info("Step %s ended under a claim that is over; refused", claim.step.pk)
    return won
