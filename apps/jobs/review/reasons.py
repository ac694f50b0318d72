"""Why a result is not good enough: stable codes, and the words people see."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalog.models import MediaRole
from skyy.api.errors import Code, Problem


class Reason(models.TextChoices):
    """Kept in decisions and counted later: codes may be added, never renamed."""

    EDGE_HALO = "edge_halo", gettext_lazy("Halo at the edge")
    MISSING_PART = "missing_part", gettext_lazy("A part is missing")
    BACKGROUND_LEFT = "background_left", gettext_lazy("Background left")
    COLOUR_OFF = "colour_off", gettext_lazy("Colour is off")
    SHADOW_WRONG = "shadow_wrong", gettext_lazy("Shadow is wrong")
    WRONG_PRODUCT = "wrong_product", gettext_lazy("Wrong product")
    CROOKED = "crooked", gettext_lazy("Crooked")
    TOO_DARK = "too_dark", gettext_lazy("Too dark")
    TOO_BRIGHT = "too_bright", gettext_lazy("Too bright")
    SHAPE_WRONG = "shape_wrong", gettext_lazy("Shape is wrong")
    BACK_WRONG = "back_wrong", gettext_lazy("Back is wrong")
    SIDES_STREAKED = "sides_streaked", gettext_lazy("Sides are streaked")
    OPENING_CLOSED = "opening_closed", gettext_lazy("An opening is closed")
    OTHER = "other", gettext_lazy("Something else")


_OF_MODELS = (Reason.SHAPE_WRONG, Reason.BACK_WRONG, Reason.SIDES_STREAKED, Reason.OPENING_CLOSED)
_OF_PICTURES = (Reason.EDGE_HALO, Reason.SHADOW_WRONG, Reason.CROOKED, Reason.TOO_BRIGHT)


def usual(role: str) -> list[Reason]:
    """Return the ten that are offered for a ``MediaRole``; the others are taken all the same."""
    left_out = _OF_PICTURES if role == MediaRole.MODEL else _OF_MODELS
    return [reason for reason in Reason if reason not in left_out]


def clean(codes: Iterable[str], *, least: int = 0) -> list[str]:
    """Return the codes in the order of ``Reason``, each once.

    Raises:
        Problem: ``request.invalid`` with ``fields["reasons"]`` for an unknown code, or fewer than
            ``least``.
    """
    given = set(codes)
    unknown = sorted(given - set(Reason.values))
    if unknown:
        message = _("Unknown reason: %(codes)s.") % {"codes": ", ".join(unknown)}
        raise Problem(Code.REQUEST_INVALID, message, fields={"reasons": [message]})
    if len(given) < least:
        message = _("Say at least one reason, so that the next one comes out better.")
        raise Problem(Code.REQUEST_INVALID, message, fields={"reasons": [message]})
    return [code for code in Reason.values if code in given]


def words(codes: Iterable[str]) -> list[str]:
    """Return what people read for these codes; a code of another day stands for itself."""
    known = dict(Reason.choices)
    return [str(known.get(code, code)) for code in codes]
