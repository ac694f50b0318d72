"""A new password: with the old one, or by a link sent to one's e-mail address."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import devices, mail, signed_links
from .audit.happenings import Happening
from .audit.recording import record
from .credentials import confirm_password
from .mail import Link
from .models import LetterKind, User
from .signed_links import Purpose


def change(user: User, old: str, new: str, keep: UUID | None) -> None:
    """Put another password in place of the old one; all other sessions and tokens end.

    Args:
        keep: the device that asks. Its session or tokens must be renewed by the caller.

    Raises:
        Problem: ``password.wrong`` or ``request.invalid`` with fields, ``throttled``.
    """
    confirm_password(user, old, field="old_password")
    _check_new(user, new, "new_password")
    with transaction.atomic():
        _set(user, new)
        devices.end_others(user, keep)
        _tell_changed(user)


def ask_for_link(email: str, page: str) -> None:
    """Send a link to everybody with this address; the answer never says whether there is anybody.

    Args:
        page: address of the page that takes the link's token.

    Raises:
        Problem: ``mail.unavailable``.
    """
    mail.require_mail()
    mail.wish(LetterKind.PASSWORD_WISHED, email.strip(), page=page)


def read_link(token: str) -> User:
    """Return whose new password a link is for.

    Raises:
        Problem: ``link.invalid``.
    """
    said = signed_links.read(Purpose.NEW_PASSWORD, token)
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    if user is None or not constant_time_compare(said["stamp"], signed_links.fingerprint(user)):
        raise signed_links.gone()
    return user


def reset(token: str, new: str) -> User:
    """Set the password a link was asked for; every session and token ends, the second factor stays.

    Raises:
        Problem: ``link.invalid``, ``request.invalid`` with ``password``.
    """
    user = read_link(token)
    _check_new(user, new, "password")
    with transaction.atomic():
        _set(user, new)
        devices.end_everywhere(user)
        _tell_changed(user)
    return user


def write_links(to: str, page: str) -> None:
    """Write to everybody who has an address and a password, a link to choose another."""
    for user in User.objects.filter(email__iexact=to, is_active=True):
        if not user.has_usable_password():
            continue
        said = {"user": str(user.pk), "stamp": signed_links.fingerprint(user)}
        record(Happening.PASSWORD_ASKED, person=user, about=user)
        mail.write(
            # To the address on file: databases fold letters that mail servers tell apart.
            user.email,
            "new_password",
            Link(page, Purpose.NEW_PASSWORD, said),
            username=user.username,
            hours=settings.PASSWORD_LINK_HOURS,
        )


def _tell_changed(user: User) -> None:
    if user.email:
        mail.write(user.email, "password_changed", name=user.get_short_name() or user.username)


def _set(user: User, new: str) -> None:
    user.set_password(new)
    user.save(update_fields=["password"])
    record(Happening.PASSWORD_CHANGED, person=user, about=user)


def _check_new(user: User, new: str, field: str) -> None:
    try:
        validate_password(new, user)
    except ValidationError as refusal:
        words = _("This password cannot be used.")
        raise Problem(Code.REQUEST_INVALID, words, fields={field: refusal.messages}) from refusal
