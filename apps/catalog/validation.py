"""Changing a row: only what may be changed, and only to what fits."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem


def check(instance: models.Model) -> None:
    """Validate fields and constraints of an unsaved or changed row.

    Raises:
        Problem: ``CONFLICT`` when only a uniqueness rule is broken, else ``REQUEST_INVALID``;
            ``fields`` names each field that does not fit.
    """
    try:
        instance.full_clean()
    except ValidationError as error:
        fields: dict[str, list[str]] = {}
        conflict = True
        for name, inners in error.error_dict.items():
            for inner in inners:
                field, message, unique = _described(name, inner)
                fields.setdefault(field, []).append(message)
                conflict = conflict and unique
        raise Problem(
            Code.CONFLICT if conflict else Code.REQUEST_INVALID,
            " ".join(message for messages in fields.values() for message in messages),
            fields=fields,
        ) from error


def _described(name: str, error: ValidationError) -> tuple[str, str, bool]:
    """The field, the message, and whether only uniqueness is broken."""
    if error.code in {"unique", "unique_together"}:
        # The constraint names its fields, such as (team, style code): the last one was chosen.
        unique_check = (error.params or {}).get("unique_check", (name,))
        return unique_check[-1], _("This is in use already. Choose another one."), True
    return name, " ".join(error.messages), False


def save(instance: models.Model) -> None:
    """Validate and save, all or nothing.

    Raises:
        Problem: as ``check``; ``CONFLICT`` also when somebody else took a unique value in between.
    """
    check(instance)
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError as error:
        raise Problem(
            Code.CONFLICT, _("Somebody else changed this just now. Look again, then try again.")
        ) from error


def assign(instance: models.Model, changes: Mapping[str, Any], editable: frozenset[str]) -> None:
    """Set attributes of an unsaved or fresh row.

    Raises:
        TypeError: a name is not in ``editable``: a door let through what it should not.
    """
    unknown = changes.keys() - editable
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}.")
    for name, value in changes.items():
        setattr(instance, name, value)


def misfit(field: str, message: str) -> Problem:
    """A ``REQUEST_INVALID`` that names one field."""
    return Problem(Code.REQUEST_INVALID, message, fields={field: [message]})
