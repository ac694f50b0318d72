"""Links in e-mails: signed, for one purpose, for some time, and until what they say has changed."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from .models import User


class Purpose(StrEnum):
    """A link for one purpose serves no other."""

    JOIN = "join"
    NEW_PASSWORD = "password"
    NEW_ADDRESS = "address"


LONGEST = 2000
"""Characters of a link's token."""


def holds_for(purpose: Purpose) -> timedelta:
    """How long a link may be used."""
    if purpose is Purpose.JOIN:
        return timedelta(days=settings.REGISTRATION_LINK_DAYS)
    return timedelta(hours=settings.PASSWORD_LINK_HOURS)


def sign(purpose: Purpose, said: dict[str, Any]) -> str:
    """Return a token for an address."""
    return signing.dumps(said, salt=f"accounts.{purpose}", compress=True)


def read(purpose: Purpose, token: str) -> dict[str, Any]:
    """Return what was signed.

    Raises:
        Problem: ``link.invalid``: tampered with, for something else, or too old.
    """
    if len(token) > LONGEST:
        raise gone()
    try:
        said: dict[str, Any] = signing.loads(
            token, salt=f"accounts.{purpose}", max_age=holds_for(purpose)
        )
    except (signing.BadSignature, ValueError) as refusal:
        raise gone() from refusal
    return said


def fingerprint(user: User) -> str:
    """Changes with password, epoch and e-mail address: a link that did its work then ends."""
    said = f"{user.pk}\0{user.password}\0{user.epoch}\0{user.email}"
    return salted_hmac("accounts.link", said, algorithm="sha256").hexdigest()


def gone() -> Problem:
    """The one answer to every link that does not hold."""
    words = _("This link no longer holds: it was used, replaced or is too old. Ask for a new one.")
    return Problem(Code.LINK_INVALID, words)
