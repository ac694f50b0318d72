"""A model with its score, found by the model or by its photograph, and what is decided of it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets.models import Asset, AssetKind, AssetStatus
from apps.assets.renditions import prefetched
from apps.jobs.models import FidelityReport, Review, ReviewDecision
from skyy.api.errors import Code, Problem

from . import claims, decisions


def with_evidence(reports: QuerySet[FidelityReport]) -> QuerySet[FidelityReport]:
    """Load what showing a report needs."""
    return reports.select_related(
        "job__review",
        "reference__asset",
        "result__asset",
        "result__blob",
    ).prefetch_related("evidence__picture", prefetched("result__renditions"))


def report_of(user: User | AnonymousUser, asset_id: UUID) -> FidelityReport:
    """Return the newest report of a model, or of the newest model of a photograph.

    Raises:
        Problem: ``not_found``; ``fidelity.not_scored`` when there is no scored model of it.
    """
    asset = Asset.objects.visible_to(user).filter(pk=asset_id).first()
    if asset is None:
        raise Problem(Code.NOT_FOUND, _("There is no such asset, or you may not see it."))
    model_of_it = Q(reference__asset=asset, result__asset__kind=AssetKind.MODEL_3D)
    reports = with_evidence(FidelityReport.objects.visible_to(user))
    found = (
        reports.filter(Q(result__asset=asset) | model_of_it)
        .exclude(result__asset__status=AssetStatus.DELETED)
        .order_by("created_at", "id")
        .last()
    )
    if found is None:
        words = _("Nothing was scored of “%(name)s” yet. Ask for a 3D model of the photograph.")
        raise Problem(Code.FIDELITY_NOT_SCORED, words % {"name": asset.name})
    return found


def approve(report: FidelityReport, user: User, *, note: str = "") -> ReviewDecision:
    """Claim the report's review and let the result stand, both or neither.

    Raises:
        Problem: ``review.claimed``, ``review.decided``, ``request.invalid``; ``not_found`` when
            there is no review this user may see.
    """
    with transaction.atomic():
        review = _review(report, user)
        claims.claim(review, user)
        return decisions.approve(review, user, note=note)


def reject(
    report: FidelityReport, user: User, reason_codes: Iterable[str], *, note: str = ""
) -> ReviewDecision:
    """Claim the report's review and turn the result down, both or neither.

    Raises:
        Problem: as ``approve``; ``request.invalid`` without a reason.
    """
    with transaction.atomic():
        review = _review(report, user)
        claims.claim(review, user)
        return decisions.reject(review, user, reason_codes, note=note)


def regenerate(
    report: FidelityReport,
    user: User,
    reason_codes: Iterable[str],
    *,
    changes: Mapping[str, Any],
    note: str = "",
    idempotency_key: str | None = None,
) -> ReviewDecision:
    """Claim the report's review and have the result made anew, both or neither.

    Raises:
        Problem: as ``decisions.regenerate``.
    """
    with transaction.atomic():
        review = _review(report, user)
        if not _is_repeated(review, user, idempotency_key):
            claims.claim(review, user)
        return decisions.regenerate(
            review,
            user,
            changes=changes,
            reason_codes=reason_codes,
            note=note,
            idempotency_key=idempotency_key,
        )


def _review(report: FidelityReport, user: User) -> Review:
    review = Review.objects.visible_to(user).filter(job=report.job_id).first()
    if review is None:
        raise Problem(Code.NOT_FOUND, _("Nothing of this waits for a decision."))
    return review


def _is_repeated(review: Review, user: User, key: str | None) -> bool:
    """Whether this very request was answered before: then nothing is left to claim."""
    made = review.decisions.filter(decided_by=user, new_job__idempotency_key=key)
    return key is not None and made.exists()
