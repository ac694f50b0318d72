"""Running one claimed step: inputs, cache, child process, and the one transaction that ends it."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection

from apps.jobs import broadcast
from skyy.api.errors import Code, Problem
from skyy.logs import bound

from . import cache, failing, remote
from .children import ChildProcess, Ending, How, Order
from .claims import BEGUN, Claim, acquit, look, renew
from .inputs import Inputs, gather, materialised
from .outputs import keep, prefix_of, remove_leftovers, scratch_folder, scratch_of
from .succeeding import Success, succeed

logger = logging.getLogger(__name__)


def execute(
    claim: Claim,
    child: ChildProcess,
    *,
    use_cache: bool | None = None,
    stopping: Callable[[], bool] = lambda: False,
    go_on: Callable[[], bool] = lambda: False,
) -> Claim | None:
    """Run a claimed step to its end and record it, unless the claim was lost meanwhile.

    Args:
        use_cache: None asks the settings.
        stopping: becomes true when the worker may wait no longer; the step is given back then.
        go_on: asked at its end whether the worker would take the job's next step at once.

    Returns:
        The claim of that step, where it is its turn.
    """
    with bound(job=claim.step.job_id, step=claim.step.pk):
        try:
            return _execute(claim, child, _Wishes(use_cache, stopping, go_on))
        except Problem as problem:
            failing.fail(claim, problem.code, problem.message)
        except (OperationalError, InterfaceError):
            # The database is away, which is not the step's fault: its lease runs out.
            logger.warning("Step %s is lost with the database", claim.step.pk)
            connection.close()
            raise
        except Exception:
            logger.exception("Step %s could not be run", claim.step.pk)
            words = f"The step “{claim.step.key}” could not be run. The log says why."
            failing.fail(claim, Code.STEP_FAILED, words)
    return None


@dataclass(frozen=True)
class _Wishes:
    use_cache: bool | None
    stopping: Callable[[], bool]
    go_on: Callable[[], bool]


def _execute(claim: Claim, child: ChildProcess, wishes: _Wishes) -> Claim | None:
    inputs = gather(claim)
    wanted = settings.CONFIGURATION.step_cache if wishes.use_cache is None else wishes.use_cache
    key = cache.key_of(claim, inputs) if wanted else ""
    hit = cache.find(key)
    if hit is not None and not remote.has_open_call(claim.step):
        with suppress(cache.Gone):
            return succeed(claim, hit.outputs, key=key, hit=hit, go_on=wishes.go_on()).next
    if remote.is_remote(claim.step):
        remote.hand_over(claim, inputs, key)
        return None
    watch = _Watch(claim, wishes.stopping)
    with scratch_folder(claim.step.pk, claim.claim_no) as scratch:
        with materialised(inputs) as paths:
            ending = child.run(
                {
                    "handler": claim.step.handler,
                    "params": claim.step.params,
                    "inputs": {name: str(path) for name, path in paths.items()},
                    "results": inputs.results,
                    "scratch": str(scratch),
                    # Only of a step that runs alone is it asked whether its handler had begun.
                    "tell_begun": claim.alone,
                },
                timeout=claim.step.timeout_seconds,
                watch=watch,
                progress=watch.progressed,
            )
        success = _record(claim, ending, inputs, key, go_on=wishes.go_on())
        if not success.won and acquit(claim):
            logger.info("Step %s was lost to a lease, and its worker lives", claim.step.pk)
        return success.next


def _record(claim: Claim, ending: Ending, inputs: Inputs, key: str, *, go_on: bool) -> Success:
    """Record how a step ended; ``won`` says whether the claim still held."""
    if ending.how is not How.DONE:
        return Success(failing.record(claim, ending))
    outputs = keep(
        ending.said,
        scratch=scratch_of(claim.step.pk, claim.claim_no),
        files=inputs.files,
        prefix=prefix_of(claim.step.pk, claim.claim_no),
    )
    try:
        success = succeed(claim, outputs, key=key, seconds=ending.seconds, go_on=go_on)
    except BaseException:
        # It may have been committed all the same: only what has no row goes.
        remove_leftovers(claim.step.pk, claim.claim_no)
        raise
    if not success.won:
        outputs.discard()
    return success


class _Watch:
    """Asked twice a second while a step runs: keeps the lease, hears of a cancel.

    Progress is told to sockets as it comes and kept in the row when the lease is renewed.
    """

    def __init__(self, claim: Claim, stopping: Callable[[], bool]) -> None:
        self._claim = claim
        self._stopping = stopping
        self._interval = settings.CONFIGURATION.lease_seconds / 3
        self._renewed = time.monotonic()
        self._progress = 0.0

    def progressed(self, share: float) -> None:
        first, self._progress = self._progress == 0.0, max(share, BEGUN)
        if first and self._claim.alone:
            # Should this process vanish now, it is known that the handler had begun.
            renew(self._claim, progress=self._progress)
        if share == 0.0:
            # Its claim has told everybody so.
            return
        job = self._claim.job
        broadcast.tell_progress(
            job.pk,
            self._claim.step.pk,
            share,
            team=job.team_id,
            user=job.created_by_id,
            batch=job.batch_id,
        )

    def __call__(self) -> Order:
        try:
            return self._look()
        except Error:
            # A database that is restarted costs no step while nobody else may run it.
            logger.warning("Step %s goes on without the database", self._claim.step.pk)
            connection.close()
            held = time.monotonic() - self._renewed < settings.CONFIGURATION.lease_seconds
            return Order.GO_ON if held and not self._stopping() else Order.ABANDON

    def _look(self) -> Order:
        standing = look(self._claim)
        if not standing.held or self._stopping():
            return Order.ABANDON
        if standing.cancelling:
            return Order.CANCEL
        now = time.monotonic()
        if now - self._renewed >= self._interval:
            renew(self._claim, progress=self._progress)
            self._renewed = now
        return Order.GO_ON
