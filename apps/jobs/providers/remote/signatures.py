"""Signatures of webhooks: HMAC-SHA256 over ``id.timestamp.body``, as several providers use it."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping

from skyy.api.errors import Code, Problem

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
OLDEST = 300
"""Seconds; a webhook from further away in time, either way, is refused."""

LONGEST_ID = 200


def sign(secret: str, delivery_id: str, timestamp: int, body: bytes) -> str:
    """Return ``v1,<base64>``."""
    signed = b".".join((delivery_id.encode(), str(timestamp).encode(), body))
    digest = hmac.digest(_key(secret), signed, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def verify(
    secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None
) -> str:
    """Return the delivery's id once the signature holds, compared in constant time.

    Args:
        headers: with names in lower case.
        now: stands in for the clock, in seconds since 1970.

    Raises:
        Problem: ``webhook.unsigned``, ``webhook.expired``.
    """
    delivery_id, stamp = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    given = headers.get(SIGNATURE, "").split()
    if not secret or not delivery_id or len(delivery_id) > LONGEST_ID or not _is_number(stamp):
        raise _unsigned()
    wanted = sign(secret, delivery_id, int(stamp), body).encode()
    # Every one is compared: a secret that is being replaced signs twice.
    equal = [hmac.compare_digest(one.encode(), wanted) for one in given]
    if not any(equal):
        raise _unsigned()
    if abs((time.time() if now is None else now) - int(stamp)) > OLDEST:
        words = "This webhook is older than five minutes, or from the future. It was not taken."
        raise Problem(Code.WEBHOOK_EXPIRED, words)
    return delivery_id


def _is_number(stamp: str) -> bool:
    return stamp.isascii() and stamp.isdigit() and len(stamp) < 16


def _key(secret: str) -> bytes:
    """The key is the base64-decoded part after ``whsec_``; any other secret is taken as it is."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            return secret.encode()
    return secret.encode()


def _unsigned() -> Problem:
    return Problem(Code.WEBHOOK_UNSIGNED, "The signature of this webhook does not hold.")
