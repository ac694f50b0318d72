"""Guessing a password is slow: sign-ins are counted per name and address."""

import hashlib

from django.core.cache import cache
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

LIMIT = 8
WINDOW_SECONDS = 300


def count_attempt(username: str, address: str) -> None:
    """Count one attempt before the password is looked at, so that a volley cannot slip through.

    Args:
        username: as typed; capitals do not make it another name.
        address: the client's network address.

    Raises:
        Problem: ``throttled`` once more than ``LIMIT`` were made within ``WINDOW_SECONDS``.
    """
    key = _key(username, address)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        made = cache.incr(key)
    except ValueError:  # it expired between the two calls: a new window begins
        cache.set(key, 1, WINDOW_SECONDS)
        made = 1
    if made > LIMIT:
        raise Problem(
            Code.THROTTLED,
            _("Too many attempts to sign in. Wait five minutes, then try again."),
        )


def forget_attempts(username: str, address: str) -> None:
    """Begin anew, after a sign-in that succeeded."""
    cache.delete(_key(username, address))


def _key(username: str, address: str) -> str:
    said = f"{username.strip().casefold()}\0{address}".encode()
    return "sign-in:" + hashlib.sha256(said).hexdigest()
