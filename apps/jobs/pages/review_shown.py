"""What the review pages show, gathered for their templates."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets.models import Version
from apps.assets.renditions import (
    WEB_FORMATS,
    PictureSource,
    model_sources,
    picture_sources,
    turntable,
)
from apps.jobs.models import Review, ReviewDecision, ReviewStatus
from apps.jobs.review import claims, evidence, lineage, reasons
from apps.jobs.review.counts import Counted, Counts
from apps.jobs.review.decisions import last_of, standing
from apps.jobs.review.model_placement import placement
from apps.jobs.review.queue import Filters, before, next_after, strip, waiting_count

from . import fidelity_shown
from .parameter_form import ParameterForm


@dataclass(frozen=True)
class Card:
    """A review as a picture with few words."""

    review: Review
    title: str
    pictures: list[PictureSource]
    warnings: list[str]
    held_by: User | None

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("jobs:review", args=[self.review.pk])


def card(review: Review, user: User) -> Card:
    """Return the card; ``held_by`` names somebody else who looks at it now."""
    claim = getattr(review, "claim", None)
    held = claim is not None and claim.expires_at > timezone.now() and claim.user_id != user.pk
    return Card(
        review,
        title_of(review),
        picture_sources(review.result),
        evidence.warnings(review.evidence),
        claim.user if claim is not None and held else None,
    )


def title_of(review: Review) -> str:
    """The SKU, or the photograph's name where no product is known."""
    return review.variant.sku if review.variant is not None else review.reference.asset.name


def options(counts: Counts, filters: Filters) -> list[dict[str, Any]]:
    """The filter rail's groups."""

    def group(title: str, name: str, counted: list[Counted], chosen: str) -> dict[str, Any]:
        every = [] if name == "status" else [(_("All"), "", None)]
        rows = [*every, *((c.label, c.value, c.number) for c in counted)]
        return {
            "title": title,
            "name": name,
            "options": [
                {"label": label, "value": value, "count": number, "selected": value == chosen}
                for label, value, number in rows
            ],
        }

    return [
        group(_("Status"), "status", counts.status, filters.status),
        group(_("Collection"), "collection", counts.collection, filters.collection),
        group(_("Category"), "category", counts.category, filters.category),
        group(_("Waiting since"), "age", counts.age, filters.age),
    ]


def desk(
    review: Review, user: User, filters: Filters, *, query: str, ahead: bool
) -> dict[str, Any]:
    """Everything a reviewer has before them.

    Args:
        ahead: nobody looks yet: what is free is drawn as it will be once it is taken.
    """
    hold = claims.holder(review)
    mine = ahead if hold is None else hold.is_of(user)
    waiting = review.status == ReviewStatus.WAITING
    decision = None if waiting else standing(review)
    fidelity = fidelity_shown.of_review(review, user)
    following, previous = next_after(review, user, filters), before(review, user, filters)
    return {
        "review": review,
        "title": title_of(review),
        "panes": panes(review, fidelity),
        "fidelity": fidelity,
        "turntable": turntable(review.result),
        "placement": placement(review.evidence),
        "missing": evidence.missing_views(review.evidence),
        "overlay": evidence.overlay(review.evidence),
        "mask_url": _mask_url(review),
        "facts": evidence.facts(review.evidence),
        "warnings": evidence.warnings(review.evidence),
        "reasons": [
            (key, (reason.value, reason.label))
            for key, reason in zip("1234567890", reasons.usual(review.role), strict=True)
        ],
        "strip": [card(each, user) for each in strip(review, user, filters)],
        "generations": [card(each, user) for each in lineage.generations(review, user)],
        "hold": hold,
        "mine": mine,
        "waiting": waiting,
        "may_decide": waiting and mine,
        "decision": decision,
        "decision_words": reasons.words(decision.reasons) if decision is not None else [],
        "undo_review": review.pk if decision is not None else _last_decided(user),
        "next": following,
        "previous": previous,
        "query": f"?{query}" if query else "",
        "form": ParameterForm(review.job.kind, initial=review.job.params),
        "review_count": waiting_count(user),
    }


def panes(review: Review, fidelity: fidelity_shown.Shown | None) -> list[dict[str, Any]]:
    """Photograph and result, for the viewer; a model begins where the photograph's camera stood."""
    result = _pane(review.get_role_display(), review.result)
    if result["model"] and fidelity is not None:
        result["camera"] = fidelity.camera
    return [_pane(_("Photograph"), review.reference), result]


def _pane(caption: str, version: Version) -> dict[str, Any]:
    sources = picture_sources(version)
    model = model_sources(version)
    if model is not None:
        shown = {"model": model, "turntable": turntable(version), "full_url": ""}
        return {"caption": caption, "alt": version.filename, "renditions": sources} | shown
    # An original that browsers do not show is looked at in its largest rendition.
    full = reverse("assets:file", args=[version.pk])
    if version.blob.media_type not in WEB_FORMATS:
        full = sources[-1]["url"] if sources else ""
    shown = {"model": None, "full_url": full}
    return {"caption": caption, "alt": version.filename, "renditions": sources} | shown


def _mask_url(review: Review) -> str:
    mask = lineage.mask_of(review)
    return "" if mask is None else reverse("assets:file", args=[mask.pk])


def _last_decided(user: User) -> Any:
    last: ReviewDecision | None = last_of(user)
    return None if last is None else last.review_id
