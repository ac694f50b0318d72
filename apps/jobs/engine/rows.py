"""Rows of the engine's own statements as model instances."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import JSONField, Model

ModelT = TypeVar("ModelT", bound=Model)


@cache
def names(model: type[Model]) -> list[str]:
    """Return a model's attributes, in the order of ``columns``."""
    return [field.attname for field in model._meta.concrete_fields]


@cache
def columns(model: type[Model], name: str) -> str:
    """Return all columns of a table that a statement calls ``name``."""
    return ", ".join(f"{name}.{field.column}" for field in model._meta.concrete_fields)


def instance(model: type[ModelT], row: Sequence[Any]) -> ModelT:
    """Return an instance from the values of ``columns``."""
    values = list(row)
    for place in _json(model):
        if values[place] is not None:
            values[place] = json.loads(values[place])
    return model.from_db(DEFAULT_DB_ALIAS, names(model), values)


@cache
def _json(model: type[Model]) -> list[int]:
    fields = model._meta.concrete_fields
    return [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
