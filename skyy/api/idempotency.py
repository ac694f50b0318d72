"""The header by which a request may be sent twice and counts once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from .errors import Code, Problem

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and the same request give the same result, however often it is sent.",
)
ATTRIBUTE = "takes_idempotency_key"

F = TypeVar("F", bound=Callable[..., Any])


def takes_key(method: F) -> F:
    """Say, for the schema, that a view's method honours the header."""
    setattr(method, ATTRIBUTE, True)
    return method


def idempotency_key(request: Request) -> str | None:
    """Return the ``Idempotency-Key`` header, or None without one.

    Raises:
        Problem: ``request.invalid`` when it is longer than can be kept.
    """
    key = request.headers.get(HEADER, "").strip()
    if len(key) > LONGEST_KEY or not key.isprintable():
        words = _("At most %(most)d printable characters.") % {"most": LONGEST_KEY}
        raise Problem(Code.REQUEST_INVALID, words, fields={HEADER: [words]})
    return key or None
