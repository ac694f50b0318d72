"""What was found out about a file."""

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["image", "model_3d", "video", "audio", "texture", "document"]
"""The stored values of ``AssetKind``."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is.

    Attributes:
        kind: as ``Asset.kind`` stores it.
        media_type: what it is served as.
        width: in pixels, of pictures and films.
        height: in pixels.
        facts: as ``Version.facts`` keeps them.
    """

    kind: Kind
    media_type: str
    width: int | None = None
    height: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
