"""Writing collections."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from apps.accounts.models import Team
from skyy.api.errors import Code, Problem

from .models import Collection, Retention

FIELDS = (
    *("slug", "name", "description", "backdrop", "position"),
    *("retention", "retention_number"),
)


def create_collection(*, team: Team, **values: Any) -> Collection:
    """Make a collection; ``values`` are named in ``FIELDS``.

    Raises:
        Problem: ``conflict`` when the team has one of this slug; ``request.invalid`` for a
            retention without its number.
    """
    return _saved(Collection(team=team, **_known(values)))


def update_collection(collection: Collection, **values: Any) -> Collection:
    """Change a collection; what is not given stays.

    Raises:
        Problem: as ``create_collection``.
    """
    for name, value in _known(values).items():
        setattr(collection, name, value)
    return _saved(collection)


def delete_collection(collection: Collection) -> None:
    """Remove a collection; its assets stay, in no collection.

    Raises:
        Problem: ``conflict`` while something else needs it, such as products.
    """
    try:
        with transaction.atomic():
            collection.delete()
    except ProtectedError as error:
        raise Problem(
            Code.CONFLICT, f"{collection.name} is in use and stays. Move its products first."
        ) from error


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a collection has no {sorted(unknown)}")
    return dict(values)


def _saved(collection: Collection) -> Collection:
    if collection.retention != Retention.KEEP_ALL and not collection.retention_number:
        words = "Say how many versions, or how many days: at least 1."
        raise Problem(Code.REQUEST_INVALID, words, fields={"retention_number": [words]})
    try:
        with transaction.atomic():
            collection.save()
    except IntegrityError as error:
        message = f"There is a collection “{collection.slug}” already."
        raise Problem(Code.CONFLICT, message, fields={"slug": [message]}) from error
    return collection
