"""The headers of answers, as the schema describes them; each is said once and pointed to."""

from typing import Any

TEXT = {"type": "string"}
SECONDS = {"type": "integer", "minimum": 0}


def _header(words: str, schema: dict[str, Any], *, always: bool) -> dict[str, Any]:
    return {"description": words, "schema": schema, "required": always}


_LIMIT = "How many requests the limit lets through in its window."
_LEFT = "How many of them are left."
_RESET = "Seconds until one more is let through."
HEADERS: dict[str, Any] = {
    "X-Request-ID": _header(
        "Names the request, as `request_id` does.", TEXT | {"format": "uuid"}, always=True
    ),
    "ETag": _header(
        "Of the data, or of the file, for `If-None-Match` and `If-Match`.",
        TEXT | {"pattern": '^"[0-9a-f]{32,64}"$'},
        always=True,
    ),
    "RateLimit-Limit": _header(_LIMIT, SECONDS, always=True),
    "RateLimit-Remaining": _header(_LEFT, SECONDS, always=True),
    "RateLimit-Reset": _header(_RESET, SECONDS, always=True),
    "Retry-After": _header("Seconds to wait.", SECONDS, always=True),
    "Retry-After-If-Known": _header("Seconds to wait, where that is known.", SECONDS, always=False),
    "Idempotency-Replayed": _header(
        "`true` where the answer was given before, to the same `Idempotency-Key`.",
        TEXT | {"enum": ["true"]},
        always=False,
    ),
}
"""By the name they are pointed to with (``components/headers``)."""
LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
OPTIONAL = "-If-Known"


def described(*names: str) -> dict[str, Any]:
    """Return the ``headers`` of a response; what goes without saying is among them."""
    return {
        name.removesuffix(OPTIONAL): {"$ref": f"#/components/headers/{name}"}
        for name in ("X-Request-ID", *names)
    }
