"""Who somebody is: a name and a password, and the password once more before what matters."""

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import attempts
from .audit.happenings import Happening
from .audit.recording import record
from .models import User


def by_password(request: HttpRequest, username: str, password: str) -> User:
    """Return who has this name and password.

    An unknown name, a wrong password and a closed account are answered with the same words after
    one hash each (Django's back end hashes for unknown names too).

    Raises:
        Problem: ``auth.invalid``, or ``throttled`` before the password is looked at.
    """
    address = address_of(request)
    count_sign_in(username, address)
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        note_failure(username)
        words = _("This name and password do not belong together. Capitals count.")
        raise Problem(Code.AUTH_INVALID, words)
    attempts.sign_in_succeeded(username, address)
    return user


def count_sign_in(username: str, address: str) -> None:
    """Count an attempt to sign in, before the password is looked at.

    Raises:
        Problem: ``throttled``; it stands in the log.
    """
    try:
        attempts.count_sign_in(username, address)
    except Problem:
        record(Happening.SIGN_IN_LOCKED, about=_named(username))
        raise


def note_failure(username: str) -> None:
    """Put a failed sign-in into the log. What was typed is not kept: it may be a password."""
    record(Happening.SIGN_IN_FAILED, about=_named(username))


def _named(username: str) -> User | None:
    return User.objects.filter(username=username[:150].replace("\0", "")).first()


def confirm_password(user: User, password: str, field: str = "password") -> None:
    """Ask somebody who is signed in for their password.

    Raises:
        Problem: ``password.wrong`` with ``field``, or ``throttled``.
    """
    attempts.count(attempts.CONFIRMATION, str(user.pk))
    if not user.check_password(password):
        words = _("This is not your password.")
        raise Problem(Code.PASSWORD_WRONG, words, fields={field: [words]})
    attempts.forget(attempts.CONFIRMATION, str(user.pk))


def address_of(request: HttpRequest) -> str:
    """The network address a request came from; behind a trusted proxy, the client's."""
    return str(request.META.get("REMOTE_ADDR", ""))
