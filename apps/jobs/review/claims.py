"""Who looks at a review now, so that two people never decide the same one.

A claim is one row per review, taken by a conditional update under the database's own clock; it
runs out by itself, and whoever works on the review renews it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.jobs.models import Review, ReviewClaim
from skyy.api.errors import Code, Problem

LASTS = timedelta(minutes=5)
"""How long a claim lasts without a sign of activity."""


@dataclass(frozen=True)
class Hold:
    """A claim that is good now; ``left`` is what the database's clock says is left of it."""

    user: User
    until: datetime
    left: timedelta

    def is_of(self, user: User) -> bool:
        """Whether this person holds it."""
        return self.user.pk == user.pk

    @property
    def seconds(self) -> int:
        """Whole seconds left."""
        return max(0, int(self.left.total_seconds()))

    @property
    def minutes(self) -> int:
        """Minutes left, rounded up."""
        return -(-self.seconds // 60)


def holder(review: Review) -> Hold | None:
    """Return who holds the review, None when nobody does (any more)."""
    claim = (
        ReviewClaim.objects.filter(review=review, expires_at__gt=Now())
        .select_related("user")
        .annotate(left=F("expires_at") - Now())
        .first()
    )
    return None if claim is None else Hold(claim.user, claim.expires_at, claim.left)


def claim(review: Review, user: User) -> ReviewClaim:
    """Take the review, or renew one's own claim on it.

    Raises:
        Problem: ``review.decided`` when nothing waits to be decided, ``review.claimed`` when
            somebody else holds it; the message says who and until when.
    """
    if not Review.objects.waiting().filter(pk=review.pk).exists():
        raise Problem(
            Code.REVIEW_DECIDED, _("This one is decided. Undo the decision to look again.")
        )
    return hold(review, user)


def hold(review: Review, user: User) -> ReviewClaim:
    """As ``claim``, whatever was decided: undoing a decision needs the review too.

    Raises:
        Problem: ``review.claimed``.
    """
    for _attempt in range(3):
        if not renew(review, user) and not _take_expired(review, user):
            _take_free(review, user)
        found = ReviewClaim.objects.filter(review=review).select_related("user").first()
        if found is not None and found.user_id == user.pk:
            return found
        held = holder(review)
        if held is not None:
            raise _held_by(held)
        # It ran out or was given back between two statements: try again.
    raise Problem(Code.CONFLICT, _("Several people want this one at the same moment. Try again."))


def renew(review: Review, user: User) -> bool:
    """Begin the time anew; False when this person's claim ran out or was never there."""
    mine = ReviewClaim.objects.filter(review=review, user=user, expires_at__gt=Now())
    return mine.update(expires_at=Now() + LASTS) == 1


def release(review: Review, user: User) -> bool:
    """Give the review back; False when this person did not hold it."""
    deleted, _by_model = ReviewClaim.objects.filter(review=review, user=user).delete()
    return deleted == 1


def consume(review: Review, user: User) -> None:
    """End one's claim with the decision it was for. Inside the decision's transaction.

    Raises:
        Problem: ``review.claimed`` when somebody else holds it, ``review.not_claimed`` when one's
            own claim ran out or was never there.
    """
    mine = ReviewClaim.objects.filter(review=review, user=user, expires_at__gt=Now())
    deleted, _by_model = mine.delete()
    if deleted == 1:
        return
    held = holder(review)
    if held is not None:
        raise _held_by(held)
    raise Problem(
        Code.REVIEW_NOT_CLAIMED,
        _("Your hold on this one ran out. Nothing was decided; take it again and decide then."),
    )


def _take_expired(review: Review, user: User) -> bool:
    expired = ReviewClaim.objects.filter(review=review, expires_at__lte=Now())
    return expired.update(user=user, claimed_at=Now(), expires_at=Now() + LASTS) == 1


def _take_free(review: Review, user: User) -> None:
    # The primary key lets one insert win; the others insert nothing. By ids: the review must not
    # remember a row whose times are still expressions.
    new = ReviewClaim(
        review_id=review.pk, user_id=user.pk, claimed_at=Now(), expires_at=Now() + LASTS
    )
    ReviewClaim.objects.bulk_create([new], ignore_conflicts=True)


def _held_by(held: Hold) -> Problem:
    until = time_format(localtime(held.until), "H:i")
    message = _("%(name)s is looking at this one until %(until)s.")
    return Problem(Code.REVIEW_CLAIMED, message % {"name": held.user, "until": until})


def held_by_others(user: User) -> Q:
    """The condition for reviews that somebody else holds now."""
    return Q(claim__expires_at__gt=Now()) & ~Q(claim__user=user)
