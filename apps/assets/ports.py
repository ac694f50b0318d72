"""Slots that a higher floor fills at start-up, so that this one can ask for work."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from .models import Asset

P = ParamSpec("P")


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


request_renditions: Port[[UUID]] = Port("request_renditions")
"""Ask for the renditions of a version, by its id. Called inside the caller's transaction."""

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
