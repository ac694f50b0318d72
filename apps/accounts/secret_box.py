"""Seals what must be read again: the secrets of second factors. Under a key of its own."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem


def seal(text: str) -> str:
    """Encrypt (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt.

    Raises:
        Problem: ``second_factor.not_active`` where the key has changed since.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as changed:
        words = _("This second factor can no longer be read. An Owner of the house can remove it.")
        raise Problem(Code.SECOND_FACTOR_NOT_ACTIVE, words) from changed


def digest(text: str) -> str:
    """HMAC-SHA256, in hexadecimal: a stolen table alone does not let anybody try."""
    return hmac.new(_derived(b"digest"), text.encode(), hashlib.sha256).hexdigest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(b"seal")))


def _derived(purpose: bytes) -> bytes:
    key = settings.SECOND_FACTOR_KEY or settings.SECRET_KEY
    info = b"skyy second factor " + purpose
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
