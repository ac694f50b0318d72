"""What the texture stage hands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from apps.assets.gltf.model import Primitive

PHOTOGRAPH: Literal["photograph"] = "photograph"
SYNTHESISED: Literal["synthesised"] = "synthesised"


@dataclass(frozen=True)
class Textured:
    """A solid with its skin.

    Attributes:
        primitive: vertices split along seams; positions are those of the solid, bit for bit.
        seen_share: the part of the outer surface's area that a photograph really shows, 0 to 1.
        back: where the back's cloth comes from.
        texture_px: side of the square texture.
        shading: the range of the gains that took large shadows away, (1, 1) for none.
        warnings: codes: ``back_outline_differs``, ``little_clean_cloth``.
    """

    primitive: Primitive
    seen_share: float
    back: Literal["photograph", "synthesised"]
    texture_px: int
    shading: tuple[float, float] = (1.0, 1.0)
    warnings: Sequence[str] = field(default_factory=tuple)
