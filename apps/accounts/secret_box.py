"""Seals what must be read again: secrets of second factors, letters. Under keys of their own."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed with another key, or for something else."""


def seal(text: str, purpose: str) -> str:
    """Encrypt (Fernet: AES-128-CBC with HMAC-SHA256), under a key for this purpose alone."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Decrypt.

    Raises:
        Unreadable: the key has changed since.
    """
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as changed:
        raise Unreadable from changed


def digest(text: str) -> str:
    """HMAC-SHA256, in hexadecimal: a stolen table alone does not let anybody try."""
    return hmac.new(_derived(b"digest"), text.encode(), hashlib.sha256).hexdigest()


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(purpose.encode())))


def _derived(purpose: bytes) -> bytes:
    # The words before the purpose stay as they are: what was sealed must be read again.
    key = settings.SECOND_FACTOR_KEY or settings.SECRET_KEY
    info = b"skyy second factor " + purpose
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
