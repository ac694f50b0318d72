"""Ids as they come in forms and addresses."""

from uuid import UUID


def uuid_or_none(text: str) -> UUID | None:
    """The id, ``None`` for anything that is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
