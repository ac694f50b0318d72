"""Writes entries: called by services, inside the transaction of what they record."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from apps.accounts.models import AuditEntry, Team, User
from skyy.redaction import HIDDEN, redacted

from . import origin
from .happenings import Happening

LONGEST = 500
"""Characters of a value that are kept; the rest is cut off."""
MOST = 50
"""Values of a list or fields of a mapping that are kept."""
PERSONAL = frozenset({"username", "first_name", "last_name", "email", "name"})
"""Of a person's own row it is said that these changed, not what they are: entries stay when the
person is erased."""
_SECRET = re.compile(
    r"password|passwd|secret|token|key$|_key|credential|authorization|cookie|session|otp",
    re.IGNORECASE,
)


def record(
    happening: Happening,
    *,
    person: User | None = None,
    about: models.Model | None = None,
    name: str = "",
    team: Team | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry; it stands or falls with the transaction it is called in.

    Where it came from is known by itself (``origin``).

    Args:
        person: who did it; left out, whoever made the request under way.
        about: the row it was done to.
        name: what people call that row; never a person's name, which belongs to their own row.
        team: whose log it belongs into; left out, the row's team, else the person's.
        before: the fields it changed, as they were; secrets are hidden.
        after: the same fields, as they are now.
    """
    here = origin.current()
    person = person or here.person
    return AuditEntry.objects.create(
        happening=happening,
        team_id=_team(team, about, person),
        person=person,
        role=person.role if person else "",
        door=here.door,
        address=here.address,
        request_id=here.request_id,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        about_name=redacted(name.replace("\0", ""))[:200],
        before=_said(about, before or {}),
        after=_said(about, after or {}),
    )


def is_secret(name: str) -> bool:
    """Whether a field of this name holds what nobody may read."""
    return _SECRET.search(name) is not None


def changed(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both mappings with the fields alone that differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON knows them, without secrets, none of them long."""
    return {
        str(name)[:60]: HIDDEN if is_secret(str(name)) and value else _plain(value)
        for name, value in list(values.items())[:MOST]
    }


def _said(about: models.Model | None, values: Mapping[str, Any]) -> dict[str, Any]:
    said = plain(values)
    if isinstance(about, User):
        return {name: HIDDEN if name in PERSONAL else value for name, value in said.items()}
    return said


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return [_plain(one) for one in list(value)[:MOST]]
    if isinstance(value, models.Model):
        value = value.pk
    elif isinstance(value, datetime | date):
        value = value.isoformat()
    return redacted(str(value).replace("\0", ""))[:LONGEST]


def _team(team: Team | None, about: models.Model | None, person: User | None) -> UUID | None:
    if team is not None:
        return team.pk
    if isinstance(about, Team):
        return about.pk
    return getattr(about, "team_id", None) or (person.team_id if person else None)
