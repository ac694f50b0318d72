"""What the outline stage hands to the surface and texture stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

UInt8Array = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]


class Construction(StrEnum):
    """How a surface is given to an outline.

    ``garment``: tubes with lined openings. ``hat``: crown and brim. ``relief``: the side that was
    photographed on a flatter back, for views that do not tell the whole shape.
    """

    GARMENT = "garment"
    HAT = "hat"
    RELIEF = "relief"


class OpeningKind(StrEnum):
    """Where a garment opens."""

    NECK = "neck"
    WAIST = "waist"
    HEM = "hem"
    CUFF = "cuff"
    ARMHOLE = "armhole"
    LEG = "leg"
    HEAD = "head"


@dataclass(frozen=True)
class Opening:
    """A stretch of the outline that is an opening and not a side: the polyline from one end to
    the other along the outline, in pixels of the upright picture (x right, y down)."""

    kind: OpeningKind
    line: tuple[tuple[float, float], ...]

    def as_json(self) -> dict[str, Any]:
        """For a step's result."""
        return {"kind": self.kind.value, "line": [list(point) for point in self.line]}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Opening":
        """Read back what ``as_json`` wrote."""
        line = tuple((float(x), float(y)) for x, y in found["line"])
        return cls(OpeningKind(found["kind"]), line)


@dataclass(frozen=True)
class Outline:
    """An upright product without hanger, tag, hand or second thing.

    Attributes:
        pixels: uint8 (H, W, 3) sRGB, upright, cropped with a margin of 4 % of the longer side;
            the longer side has at most 1400 pixels; colours continue under the edge.
        alpha: uint8 (H, W), 255 = product; holes (between arm and body) are 0.
        construction: how it is built.
        openings: for garments and hats; none for a relief.
        metres_per_pixel: from the product's size or its category.
        rotation: degrees the photograph was turned counter-clockwise to stand upright.
        to_photograph: 2 × 3 affine matrix from upright pixels to the photograph's pixels.
        missing_views: ``View`` values whose photograph would make a better model, the most
            wanted first.
        warnings: codes.
    """

    pixels: UInt8Array
    alpha: UInt8Array
    construction: Construction
    openings: Sequence[Opening]
    metres_per_pixel: float
    rotation: float
    to_photograph: npt.NDArray[np.float64]
    missing_views: Sequence[str] = field(default_factory=tuple)
    warnings: Sequence[str] = field(default_factory=tuple)
