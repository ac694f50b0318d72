"""Slots that a higher floor fills at start-up, so that this one can ask for work."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from .models import User


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


@dataclass(frozen=True, slots=True)
class PersonalFile:
    """A file that a person brought into the house.

    Attributes:
        name: unique among the person's.
        pieces: opens it and yields its bytes; raises ``Problem`` when it cannot be had.
    """

    name: str
    pieces: Callable[[], Iterator[bytes]]


class FilesPort:
    """A slot for asking what files are a person's; before it is filled there are none."""

    def __init__(self) -> None:
        self._filled: Callable[[User], Sequence[PersonalFile]] = lambda _person: ()

    def fill(self, function: Callable[["User"], Sequence[PersonalFile]]) -> None:
        """Connect the slot."""
        self._filled = function

    def __call__(self, person: "User") -> Sequence[PersonalFile]:
        return self._filled(person)


personal_files = FilesPort()
"""The files of a person, for the copy of their data."""
