"""What a result came from: the results it replaces, and the mask it was cut out with."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.assets.models import Version
from apps.assets.renditions import prefetched
from apps.jobs.models import Review

from .queue import with_pictures

MOST = 12
"""Generations followed in each direction."""


def generations(review: Review, user: User | AnonymousUser) -> list[Review]:
    """Return this review between those it was made anew from and those made anew from it.

    The first one comes first. What this person may not see is left out.
    """
    seen = with_pictures(Review.objects.visible_to(user))
    earlier: list[Review] = []
    at = review
    while at.job.ancestor_id is not None and len(earlier) < MOST:
        ancestor = seen.filter(job=at.job.ancestor_id).first()
        if ancestor is None:
            break
        earlier.insert(0, ancestor)
        at = ancestor
    later: list[Review] = []
    present = [review.job_id]
    while present and len(later) < MOST:
        found = list(seen.filter(job__ancestor__in=present).order_by("created_at", "id")[:MOST])
        later += found
        present = [child.job_id for child in found]
    return [*earlier, review, *later[:MOST]]


def mask_of(review: Review) -> Version | None:
    """Return the mask the result was cut out with, None where the job made none."""
    masks = Version.objects.filter(
        parent_links__parent=review.reference_id,
        asset__role="mask",
        provenance__job=str(review.job_id),
    )
    return masks.select_related("blob", "asset").prefetch_related(prefetched()).first()
