"""Slots that a higher floor fills at start-up, so that this one can ask for work."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from .models import Asset, Version

P = ParamSpec("P")
R = TypeVar("R")


class Port(Generic[P]):
    """A typed callable slot; calling it before it is filled is a programming error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._filled: Callable[P, None] | None = None

    def fill(self, function: Callable[P, None]) -> None:
        """Connect the slot. The last one wins, so that tests can put their own in."""
        self._filled = function

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        if self._filled is None:
            raise RuntimeError(f"The port {self.name} is not connected.")
        self._filled(*args, **kwargs)


class Question(Generic[P, R]):
    """A slot that answers; before it is filled it gives what it was made with."""

    def __init__(self, otherwise: Callable[P, R]) -> None:
        self._filled = otherwise

    def fill(self, function: Callable[P, R]) -> None:
        """Connect the slot."""
        self._filled = function

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._filled(*args, **kwargs)


def _own_names(versions: "Sequence[Version]") -> dict[UUID, str]:
    return {version.pk: version.filename for version in versions}


download_names: "Question[[Sequence[Version]], dict[UUID, str]]" = Question(_own_names)
"""What files of versions are called when they are downloaded, by version id."""

request_renditions: Port[[UUID]] = Port("request_renditions")
"""Ask for the renditions of a version, by its id. Called inside the caller's transaction."""

arrived: Port[[UUID]] = Port("arrived")
"""An asset has come in whose file name may say what it shows. Called inside the caller's
transaction."""

forget_versions: Port[[Sequence[UUID]]] = Port("forget_versions")
"""What a higher floor keeps of these versions for its own sake alone may go, so that they can.
Called inside the caller's transaction."""


class Follower(Protocol):
    """What a higher floor does when two assets become one; rows only, in the merge's
    transaction."""

    def merge(self, kept: "Asset", dropped: "Asset") -> Any:
        """Point what was said of ``dropped`` at ``kept``; return JSON that ``undo`` needs.

        Raises:
            Problem: ``duplicate.unlike`` when that would lose something.
        """

    def undo(self, kept: "Asset", dropped: "Asset", noted: Any) -> None:
        """Take it back."""


followers: dict[str, Follower] = {}
"""By a name that stays; filled at start-up."""
