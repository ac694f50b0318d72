"""Joining the house by e-mail: a link first, a password and an account after it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import mail, signed_links
from .mail import Link
from .models import LetterKind, User
from .people import create_person
from .roles import Role
from .signed_links import Purpose

LONGEST_ADDRESS = 150
"""Characters: the address becomes the name to sign in with."""


def ask_to_join(email: str, first_name: str, last_name: str, page: str) -> None:
    """Send a link to an address, or to whoever has it a word that they are here already.

    The answer is the same for both. Nothing is kept once the e-mail went: the link holds it all.

    Args:
        email: where the link goes; the name to sign in with.
        first_name: at most 150 characters; may be empty.
        last_name: the same.
        page: address of the page that takes the link's token.

    Raises:
        Problem: ``registration.closed``, ``mail.unavailable``, ``request.invalid`` with fields.
    """
    require_open()
    mail.require_mail()
    email = _checked(email, first_name, last_name)
    names = {"first_name": first_name.strip(), "last_name": last_name.strip()}
    mail.wish(LetterKind.JOIN_WISHED, email, names=names, page=page)


def read_link(token: str) -> str:
    """Return the e-mail address a link to join was sent to.

    Raises:
        Problem: ``registration.closed``, ``link.invalid``: somebody has the address by now, too.
    """
    require_open()
    email = str(signed_links.read(Purpose.JOIN, token)["email"])
    if _taken(email):
        raise signed_links.gone()
    return email


def join(token: str, password: str) -> User:
    """Make the account a link promises: a Viewer of the default team.

    Raises:
        Problem: as ``read_link``; ``request.invalid`` with ``password``.
    """
    email = read_link(token)
    said = signed_links.read(Purpose.JOIN, token)
    try:
        return create_person(
            email,
            email,
            password,
            Role.READ_ONLY,
            first_name=str(said["first_name"]),
            last_name=str(said["last_name"]),
        )
    except Problem as problem:
        raise signed_links.gone() if problem.code is Code.CONFLICT else problem from problem


def require_open() -> None:
    """Raises ``Problem`` (``registration.closed``) where the house adds people itself."""
    if not settings.REGISTRATION:
        words = _("This house adds its people itself. Ask an Owner.")
        raise Problem(Code.REGISTRATION_CLOSED, words)


def write_answer(to: str, names: dict[str, str], page: str) -> None:
    """Write to who would like to join: a link, or that they are here already."""
    if _taken(to):
        mail.write(to, "already_here", email=to, page=page)
        return
    link = Link(page, Purpose.JOIN, {"email": to} | names)
    mail.write(to, "join", link, days=settings.REGISTRATION_LINK_DAYS, **names)


def _taken(email: str) -> bool:
    return User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).exists()


def _checked(email: str, first_name: str, last_name: str) -> str:
    email = email.strip().lower()
    wrong: dict[str, list[str]] = {}
    try:
        validate_email(email)
        User.username_validator(email)
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError("")
    except ValidationError:
        wrong["email"] = [_("This is not an e-mail address that can be used here.")]
    for field, name in (("first_name", first_name), ("last_name", last_name)):
        if len(name) > 150 or not name.isprintable():
            wrong[field] = [_("At most 150 characters, without control characters.")]
    if wrong:
        raise Problem(Code.REQUEST_INVALID, _("Some of what was sent does not fit."), fields=wrong)
    return email
