"""Slots that a higher floor fills at start-up, so that this one can ask for work."""

from collections.abc import Callable
from uuid import UUID


class WorkPort:
    """A slot for asking that work be done about a row; calling it unfilled is a mistake."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._filled: Callable[[UUID], None] | None = None

    def fill(self, function: Callable[[UUID], None]) -> None:
        """Connect the slot. The last one wins, so that tests can put their own in."""
        self._filled = function

    def __call__(self, row: UUID) -> None:
        if self._filled is None:
            raise RuntimeError(f"The port {self.name} is not connected.")
        self._filled(row)


privacy_work = WorkPort("privacy_work")
"""Have a privacy request fulfilled, by its id. Called inside the caller's transaction."""
