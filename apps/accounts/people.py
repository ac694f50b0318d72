"""Who joins the house, and with which role."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from .audit.happenings import Happening
from .audit.recording import record
from .models import Team, User
from .roles import Role


def create_person(
    username: str,
    email: str,
    password: str,
    role: Role,
    team: Team | None = None,
    *,
    check_password: bool = True,
    first_name: str = "",
    last_name: str = "",
) -> User:
    """Make a user who can sign in.

    Args:
        username: unique in the house; letters, digits and ``@ . + - _``.
        email: may be empty.
        password: in the clear; only its hash is kept.
        role: one of the five; a Producer and an Owner may also open the admin.
        team: the default team when left out.
        first_name: may be empty, as ``last_name``.
        check_password: whether the password must pass the validators in the settings.

    Raises:
        Problem: ``conflict`` when the name is taken, ``request.invalid`` with ``fields`` when the
            name, the address or the password does not fit.
    """
    person = User(
        username=User.normalize_username(username),
        email=email.strip(),
        first_name=first_name,
        last_name=last_name,
    )
    if team is not None:
        person.team = team
    assign_role(person, role)
    person.set_password(password)
    try:
        if check_password:
            _check_password(password, person)
        person.full_clean(validate_unique=False)
    except ValidationError as refusal:
        fields = refusal.message_dict
        raise Problem(
            Code.REQUEST_INVALID, _("This person cannot be added as given."), fields=fields
        ) from refusal
    with transaction.atomic():
        if User.objects.filter(username=person.username).exists():
            raise Problem(
                Code.CONFLICT, _("Somebody is called “%(name)s” already.") % {"name": username}
            )
        person.save(force_insert=True)
        record(Happening.PERSON_ADDED, about=person, after={"role": person.role})
    return person


def assign_role(person: User, role: Role) -> None:
    """Give ``person`` a role, with what Django's admin asks besides it. Does not save."""
    person.role = role
    person.is_staff = role.includes(Role.ADMIN)
    person.is_superuser = role is Role.SUPER_ADMIN


def _check_password(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        failures: dict[str, Any] = {"password": refusal.messages}
        raise ValidationError(failures) from refusal
