"""Approve, reject, make anew, undo: the only place that writes what was decided.

Decisions are appended, never changed. ``Review.status`` is the standing of the newest decision
that was not undone. Locks are taken in the house's order: the job first, then the claim, the
review and the media of the variant; a job only ever moves forward.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.catalog import media
from apps.catalog.models import ProductMedia
from apps.jobs.engine import control, rollup, submission
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import (
    Job,
    JobStatus,
    Priority,
    Review,
    ReviewDecision,
    ReviewStatus,
    Verdict,
)
from skyy.api.errors import Code, Problem

from . import claims, reasons

STATUS_OF: Mapping[str, ReviewStatus] = {
    Verdict.APPROVE: ReviewStatus.APPROVED,
    Verdict.REJECT: ReviewStatus.REJECTED,
    Verdict.REGENERATE: ReviewStatus.REGENERATED,
}
HAPPENING: Mapping[str, Happening] = {
    Verdict.APPROVE: Happening.APPROVED,
    Verdict.REJECT: Happening.REJECTED,
    Verdict.REGENERATE: Happening.MADE_ANEW,
    Verdict.UNDO: Happening.DECISION_UNDONE,
}
LONGEST_NOTE = 2000
LATELY = timedelta(hours=12)
"""How far back the undo key reaches without opening the review itself."""


def approve(review: Review, user: User, *, note: str = "") -> ReviewDecision:
    """Let the result stand for its variant, role and view.

    Raises:
        Problem: ``review.not_claimed``, ``review.claimed`` or ``review.decided``, when this
            person may not decide it now.
    """
    note = _note(note)
    with transaction.atomic():
        review = _take(review, user, Verdict.APPROVE)
        decision = _record(review, user, Verdict.APPROVE, note=note)
        if review.variant is not None:
            media.approve_media(
                variant=review.variant,
                version=review.result,
                role=review.role,
                view=review.view,
                user=user,
                at=decision.created_at,
            )
        _finish(review)
    return decision


def reject(
    review: Review, user: User, reason_codes: Iterable[str], *, note: str = ""
) -> ReviewDecision:
    """Turn the result down; nothing of it reaches the products.

    Raises:
        Problem: ``request.invalid`` without a reason; otherwise as ``approve``.
    """
    codes, note = reasons.clean(reason_codes, least=1), _note(note)
    with transaction.atomic():
        review = _take(review, user, Verdict.REJECT)
        decision = _record(review, user, Verdict.REJECT, codes=codes, note=note)
        _finish(review)
    return decision


def regenerate(
    review: Review,
    user: User,
    *,
    changes: Mapping[str, Any] | None = None,
    reason_codes: Iterable[str] = (),
    note: str = "",
    idempotency_key: str | None = None,
) -> ReviewDecision:
    """Have the result made anew by a job that names this one as its ancestor.

    Args:
        changes: parameters that differ from the first job's.
        idempotency_key: the same key of the same person gives the first decision again.

    Raises:
        Problem: ``request.invalid`` with ``fields`` for parameters the pipeline does not take;
            otherwise as ``approve``.
    """
    codes, note = reasons.clean(reason_codes), _note(note)
    if idempotency_key:
        earlier = ReviewDecision.objects.filter(
            review=review, decided_by=user, new_job__idempotency_key=idempotency_key
        ).first()
        if earlier is not None:
            return earlier
    with transaction.atomic():
        review = _take(review, user, Verdict.REGENERATE)
        job = review.job
        anew = submission.submit(
            job.kind,
            team=job.team,
            user=user,
            params={**job.params, **(changes or {})},
            source=job.source,
            variant=job.variant,
            campaign=job.campaign,
            # A person waits for it.
            priority=Priority(max(job.priority, Priority.HIGH)),
            title=job.title,
            idempotency_key=idempotency_key,
            ancestor=job,
        )
        decision = _record(review, user, Verdict.REGENERATE, codes=codes, note=note, new_job=anew)
        _finish(review)
    return decision


def undo(review: Review, user: User) -> ReviewDecision:
    """Take the newest decision back; the review waits again, held by this person.

    An approval is withdrawn and what it had replaced stands again. A job that was to make it anew
    is stopped where it still runs. The review's own job stays where it is.

    Raises:
        Problem: ``review.nothing_to_undo``; ``review.claimed`` when somebody else holds it.
    """
    with transaction.atomic():
        _lock_job(review)
        claims.hold(review, user)
        last = standing(review)
        if last is None:
            raise Problem(Code.REVIEW_NOTHING_TO_UNDO, _("Nothing is decided yet."))
        waiting = {"status": ReviewStatus.WAITING, "decided_at": None}
        decided = Review.objects.filter(pk=review.pk, status=STATUS_OF[last.verdict])
        if decided.update(**waiting) != 1:
            raise Problem(Code.CONFLICT, _("Somebody else was faster. Look again."))
        decision = _record(review, user, Verdict.UNDO, undoes=last)
        if last.verdict == Verdict.APPROVE:
            _withdraw(review)
        _roll_up(review)
    if last.new_job is not None:
        _stop(last.new_job, user)
    return decision


def standing(review: Review) -> ReviewDecision | None:
    """Return the decision that holds: the newest that was not undone."""
    made = review.decisions.exclude(verdict=Verdict.UNDO).filter(undone_by__isnull=True)
    return made.select_related("new_job").order_by("created_at", "id").last()


def last_of(user: User) -> ReviewDecision | None:
    """Return this person's newest decision of late that holds, which is what Z takes back."""
    recent = ReviewDecision.objects.filter(
        decided_by=user, undone_by__isnull=True, created_at__gt=Now() - LATELY
    )
    return recent.exclude(verdict=Verdict.UNDO).order_by("created_at", "id").last()


def _take(review: Review, user: User, verdict: Verdict) -> Review:
    """Make the review this person's decision, or refuse: exactly one caller gets through."""
    _lock_job(review)
    fresh = Review.objects.select_related("variant", "result__asset", "job__team").get(pk=review.pk)
    if fresh.status != ReviewStatus.WAITING:
        raise _decided(fresh)
    claims.consume(fresh, user)
    waiting = Review.objects.waiting().filter(pk=fresh.pk)
    if waiting.update(status=STATUS_OF[verdict], decided_at=Now()) != 1:
        raise _decided(fresh)
    return fresh


def _decided(review: Review) -> Problem:
    return Problem(
        Code.REVIEW_DECIDED,
        _("This one is decided already: %(status)s. Undo that first.")
        % {"status": review.get_status_display()},
    )


def _lock_job(review: Review) -> None:
    Job.objects.select_for_update().get(pk=review.job_id)


def _record(
    review: Review,
    user: User,
    verdict: Verdict,
    *,
    codes: Iterable[str] = (),
    note: str = "",
    new_job: Job | None = None,
    undoes: ReviewDecision | None = None,
) -> ReviewDecision:
    said = {"verdict": verdict, "reasons": list(codes), "job": review.job_id}
    audit(
        HAPPENING[verdict],
        person=user,
        about=review,
        team=review.job.team,
        name=review.job.title,
        before={"verdict": undoes.verdict} if undoes is not None else {},
        after=said,
    )
    return ReviewDecision.objects.create(
        review=review,
        verdict=verdict,
        reasons=said["reasons"],
        note=note,
        decided_by=user,
        new_job=new_job,
        undoes=undoes,
    )


def _finish(review: Review) -> None:
    """The job is done with the first decision; later ones find it done."""
    if review.job.status == JobStatus.AWAITING_REVIEW:
        move_job(review.job_id, "complete")
    _roll_up(review)


def _roll_up(review: Review) -> None:
    batch = review.job.batch_id
    if batch is not None:
        transaction.on_commit(lambda: rollup.roll_up(batch))


def _withdraw(review: Review) -> None:
    mine = ProductMedia.objects.filter(
        variant=review.variant_id, version=review.result_id, role=review.role, view=review.view
    )
    # A later approval may have replaced it: then it leaves the chain of what can come back.
    for approved in mine.filter(Q(withdrawn_at__isnull=True) | Q(replaced_by__isnull=False)):
        media.withdraw_media(approved)


def _stop(job: Job, user: User) -> None:
    job.refresh_from_db(fields=["status"])
    if job.status not in (JobStatus.PENDING, JobStatus.PROCESSING):
        return
    try:
        control.cancel(job, user)
    except Problem as problem:
        # It came to rest in between; its result, if any, waits for a person as any other.
        if problem.code != Code.JOB_NOT_CANCELLABLE:
            raise


def _note(text: str) -> str:
    cleaned = text.replace("\0", "").strip()
    if len(cleaned) > LONGEST_NOTE:
        message = _("A note has %(most)d characters at most.") % {"most": LONGEST_NOTE}
        raise Problem(Code.REQUEST_INVALID, message, fields={"note": [message]})
    return cleaned
