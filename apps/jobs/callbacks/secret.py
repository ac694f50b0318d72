"""The secret a team's callbacks are signed with, and the signature.

Headers and signature are those of Standard Webhooks, so that its libraries verify them.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

PREFIX = "whsec_"


def secret_of(team_id: UUID) -> str:
    """Return a team's secret, ``whsec_`` and 32 bytes in base64.

    It is derived from ``SKYY_CALLBACK_SECRET`` (without one, from the signing key), so that one
    team's secret says nothing of another's and a new setting changes them all.
    """
    return PREFIX + base64.b64encode(_key(team_id)).decode()


def signature(team_id: UUID, message_id: str, timestamp: int, body: bytes) -> str:
    """Return ``v1,`` and the base64 of HMAC-SHA256 over ``{id}.{timestamp}.{body}``."""
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    digest = hmac.new(_key(team_id), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _key(team_id: UUID) -> bytes:
    base = settings.CONFIGURATION.callback_secret.get_secret_value() or settings.SECRET_KEY
    purpose = f"skyy.callbacks.{team_id}".encode()
    return hmac.new(base.encode(), purpose, hashlib.sha256).digest()
