"""How much a model may hold, by quality."""

from dataclasses import dataclass
from enum import StrEnum


class Quality(StrEnum):
    """What is asked for."""

    DRAFT = "draft"
    STANDARD = "standard"
    HIGH = "high"


@dataclass(frozen=True)
class Tier:
    """Attributes:
    triangles: at most.
    texture_px: side of the square texture.
    texture_quality: of its JPEG, 1 to 100.
    smoothing: rounds of Taubin smoothing of the surface.
    """

    triangles: int
    texture_px: int
    texture_quality: int
    smoothing: int


TIERS = {
    Quality.DRAFT: Tier(8_000, 1024, 80, 2),
    Quality.STANDARD: Tier(36_000, 2048, 86, 4),
    Quality.HIGH: Tier(90_000, 2048, 90, 6),
}
