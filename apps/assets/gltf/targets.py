"""How much a published model may weigh, by where it is published.

Figures of the Khronos 3D Commerce working group's publishing guidelines, for single items.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """Attributes:
    max_bytes: of the file; a megabyte is 10⁶ bytes.
    max_triangles: of the whole model.
    max_texture_px: longer side of the largest texture.
    """

    name: str
    max_bytes: int
    max_triangles: int
    max_texture_px: int


TARGETS = {
    target.name: target
    for target in (
        Target("mobile_ar", 3_000_000, 150_000, 2048),
        Target("desktop", 3_000_000, 250_000, 2048),
        Target("banner", 500_000, 30_000, 512),
        Target("planner", 1_000_000, 40_000, 1024),
    )
}
DEFAULT_TARGET = "mobile_ar"
