"""Who somebody is: a name and a password, and the password once more before what matters."""

from django.contrib.auth import authenticate
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import attempts
from .audit.happenings import Happening
from .audit.recording import record
from .models import User

LONGEST = 254
"""Characters of what is typed to sign in with: those of an e-mail address."""


def by_password(request: HttpRequest, username: str, password: str) -> User:
    """Return who has this name, or e-mail address, and password.

    An unknown name, a wrong password and a closed account are answered with the same words after
    one hash each (Django's back end hashes for unknown names too).

    Raises:
        Problem: ``auth.invalid``, or ``throttled`` before the password is looked at.
    """
    address = address_of(request)
    count_sign_in(username, address)
    user = authenticate(request, username=name_for(username), password=password)
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


def name_for(typed: str) -> str:
    """Return the name to sign in with that is meant: a name, or an e-mail address.

    A name comes first: nobody takes it from somebody by having it for an address. An address counts
    where one person alone has it who may come in; capitals do not make it another. What is neither
    is returned as typed, for the same work to be done for it.
    """
    person = _named(typed)
    return typed if person is None else person.username


def _named(typed: str) -> User | None:
    typed = typed[:LONGEST].replace("\0", "")
    meant = Q(username=typed)
    if "@" in typed:
        meant |= Q(email__iexact=typed.strip(), is_active=True)
    people = list(User.objects.filter(meant))
    named = [person for person in people if person.username == typed]
    return named[0] if named else people[0] if len(people) == 1 else None


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
