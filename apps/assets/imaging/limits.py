"""How large and how small a picture may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Checked from the header, before anything is decoded.

    Attributes:
        max_pixels: width × height at most.
        max_side: the longer side in pixels at most.
        min_side: the shorter side in pixels at least.
    """

    max_pixels: int = 120_000_000
    max_side: int = 40_000
    min_side: int = 100


PHOTOGRAPH = Limits()
"""What an upload may be."""

ANY_SIZE = Limits(min_side=1)
"""For pictures Skyy made itself: masks, crops, textures."""
