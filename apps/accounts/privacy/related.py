"""Every row of the house that names a person, found through the models themselves: what is added
to the house later is not forgotten."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CASCADE, QuerySet

from apps.accounts.models import AuditEntry, User

Reference = tuple[type[models.Model], str]
"""A model and its field that points to a person."""


def references() -> Iterator[Reference]:
    """Yield every foreign key to a person, of every floor."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                yield model, field.name


def rows_of(reference: Reference, person: User) -> QuerySet[Any]:
    """The rows of one model that name ``person``, in a stable order."""
    model, name = reference
    return model._default_manager.filter(**{name: person.pk}).order_by("pk")


def is_theirs(reference: Reference) -> bool:
    """Whether such rows are the person's alone, and go with them: keys, devices, claims.

    Other rows are the house's record of its own work, and stay with a pseudonym.
    """
    model, name = reference
    if model is AuditEntry:
        return False
    field = model._meta.get_field(name)
    own = getattr(field.remote_field, "on_delete", None) is CASCADE
    return own or model._meta.app_label == "token_blacklist"
