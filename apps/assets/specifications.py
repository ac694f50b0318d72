"""Which renditions a version gets. Django-free: the steps that make them read this table too."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Specification:
    """One rendition: fitted into ``side`` × ``side`` pixels, never enlarged."""

    name: str
    side: int
    media_type: str
    quality: int


SPECIFICATIONS = (
    Specification("thumb_320_webp", 320, "image/webp", 80),
    Specification("grid_640_webp", 640, "image/webp", 80),
    Specification("grid_640_avif", 640, "image/avif", 60),
    Specification("view_1600_webp", 1600, "image/webp", 82),
    Specification("view_1600_avif", 1600, "image/avif", 64),
    Specification("view_1600_jpeg", 1600, "image/jpeg", 86),
)
"""Smallest first. A change of meaning needs a new name: rows are unique per (version, name)."""

TURNTABLE_MP4 = "turntable_mp4"
TURNTABLE_WEBP = "turntable_webp"
MODEL_DRACO = "model_draco"
MOVING = frozenset({TURNTABLE_MP4, TURNTABLE_WEBP})
"""Renditions of 3D models that turn; with ``MODEL_DRACO`` (the same model, compressed) they stand
beside the pictures of ``SPECIFICATIONS``, which show the poster."""

WORKING_ROLES = frozenset({"mask", "cutout"})
EVIDENCE = "evidence"
"""Role of the small pictures that show why a score says what it says: shown as they are."""
UNLISTED_ROLES = WORKING_ROLES | {EVIDENCE}
"""Lists leave these out unless they are asked for."""


def gets_renditions(kind: str, role: str) -> bool:
    """Whether assets of this kind and role have renditions at all."""
    return kind in {"image", "model_3d"} and role != EVIDENCE


def wanted_for(width: int, height: int, role: str) -> list[Specification]:
    """Those worth making: no two of the same size and type, WebP alone for working material such
    as masks, which only the studio looks at, and none for evidence."""
    if role == EVIDENCE:
        return []
    longest = max(width, height)
    sides = sorted({specification.side for specification in SPECIFICATIONS})
    useful = {side for index, side in enumerate(sides) if index == 0 or longest > sides[index - 1]}
    return [
        specification
        for specification in SPECIFICATIONS
        if specification.side in useful
        and (role not in WORKING_ROLES or specification.media_type == "image/webp")
    ]


def fitted(width: int, height: int, side: int) -> tuple[int, int]:
    """Width and height of a picture fitted into a square, at least one pixel each."""
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
