"""What a person says of themself: names at once, another e-mail address once it answered."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import mail, signed_links
from .audit.happenings import Happening
from .audit.recording import record
from .credentials import confirm_password
from .mail import Link
from .models import User
from .signed_links import Purpose


def rename(user: User, first_name: str, last_name: str) -> None:
    """Change the names.

    Raises:
        Problem: ``request.invalid`` with fields.
    """
    wrong = {
        field: [_("At most 150 characters, without control characters.")]
        for field, name in (("first_name", first_name), ("last_name", last_name))
        if len(name) > 150 or not name.isprintable()
    }
    if wrong:
        raise Problem(Code.REQUEST_INVALID, _("Some of what was sent does not fit."), fields=wrong)
    before = {"first_name": user.first_name, "last_name": user.last_name}
    after = {"first_name": first_name.strip(), "last_name": last_name.strip()}
    user.first_name, user.last_name = after["first_name"], after["last_name"]
    with transaction.atomic():
        user.save(update_fields=["first_name", "last_name"])
        record(Happening.PERSON_CHANGED, about=user, before=before, after=after)


def ask_for_address(user: User, email: str, password: str, page: str) -> None:
    """Send a link to a new address: it is where new passwords are sent, so it must be theirs.

    Args:
        password: the person's own, once more.
        page: address of the page that takes the link's token.

    Raises:
        Problem: ``password.wrong``, ``request.invalid`` with ``email``, ``mail.unavailable``.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError as refusal:
        words = _("This is not an e-mail address.")
        raise Problem(Code.REQUEST_INVALID, words, fields={"email": [words]}) from refusal
    confirm_password(user, password)
    mail.require_mail()
    said = {"user": str(user.pk), "email": email, "stamp": signed_links.fingerprint(user)}
    if mail.is_too_much(email):
        return
    mail.write(
        email,
        "new_address",
        Link(page, Purpose.NEW_ADDRESS, said),
        username=user.username,
        hours=settings.PASSWORD_LINK_HOURS,
    )


def read_link(token: str) -> tuple[User, str]:
    """Return who asked for which address.

    Raises:
        Problem: ``link.invalid``.
    """
    said = signed_links.read(Purpose.NEW_ADDRESS, token)
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    if user is None or not constant_time_compare(said["stamp"], signed_links.fingerprint(user)):
        raise signed_links.gone()
    return user, str(said["email"])


def take_address(token: str) -> User:
    """Put the new address in place; the old one is told.

    Raises:
        Problem: ``link.invalid``.
    """
    user, email = read_link(token)
    old, user.email = user.email, email
    with transaction.atomic():
        user.save(update_fields=["email"])
        record(
            Happening.PERSON_CHANGED,
            person=user,
            about=user,
            before={"email": old},
            after={"email": email},
        )
        if old:
            mail.write(old, "address_changed", username=user.username)
    return user
