"""Ids that came with an address, of which some may be nonsense."""

from collections.abc import Iterable
from uuid import UUID


def uuids(given: Iterable[str]) -> list[UUID]:
    """Return those that are UUIDs, each once, in order; what is not one names nothing."""
    found: dict[UUID, None] = {}
    for text in given:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)
