"""The header by which a request may be sent twice and counts once."""

from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from skyy.api.errors import Code, Problem

LONGEST_KEY = 200
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and the same request give the same result, however often it is sent.",
)


def idempotency_key(request: Request) -> str | None:
    """Return the ``Idempotency-Key`` header, or None without one.

    Raises:
        Problem: ``request.invalid`` when it is longer than can be kept.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isprintable():
        words = gettext("At most %(most)d printable characters.") % {"most": LONGEST_KEY}
        raise Problem(Code.REQUEST_INVALID, words, fields={"Idempotency-Key": [words]})
    return key or None
