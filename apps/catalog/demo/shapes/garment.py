"""Garments laid flat: every cut is a set of panels, one over the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes import bottoms, dresses, outerwear, tops
from apps.catalog.demo.shapes.cutting import Cut
from apps.catalog.demo.shapes.drape import warp
from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.shapes.model import Model, Palette
from apps.catalog.demo.shapes.scarf import scarf
from apps.catalog.demo.shapes.shirt import shirt
from apps.catalog.demo.shapes.skirt import pleated_skirt
from apps.catalog.demo.studio.noise import generator

CUTS: dict[str, Callable[[Cut], list[Part]]] = {
    "tee": tops.tee,
    "longsleeve": tops.longsleeve,
    "shirt": shirt,
    "jumper": tops.jumper,
    "bomber": outerwear.bomber,
    "coat": outerwear.coat,
    "dress": dresses.tea_dress,
    "slip": dresses.slip,
    "skirt": pleated_skirt,
    "scarf": scarf,
    "trousers": bottoms.trousers,
    "jeans": bottoms.jeans,
    "shorts": bottoms.shorts,
}


@dataclass(frozen=True)
class GarmentSpec:
    """A ``cut`` by name; lengths and flat widths (chest, waist, hem, side to side) in metres.

    ``sleeve`` is measured from the shoulder seam; ``motif`` names a print on the front.
    """

    cut: str
    cloth: str
    length: float
    chest: float
    waist: float = 0.0
    hem: float = 0.0
    sleeve: float = 0.0
    motif: str = ""

    def build(self, palette: Palette, view: str) -> Model:
        """The garment on its back, or on its front for the ``back`` view."""
        rng = generator("garment", self.cut, palette.main, view)
        cut = Cut(
            self.cloth,
            palette,
            view == "back",
            self.length,
            self.chest / 2,
            self.waist / 2,
            self.hem / 2,
            self.sleeve,
            self.motif,
            rng,
        )
        parts = CUTS[self.cut](cut)
        bend = warp(rng, 0.0030)
        for part in parts:
            flat = bend(part.vertices[:, :2].astype(float))
            part.vertices = np.column_stack([flat, part.vertices[:, 2]]).astype(np.float32)
        return Model(parts, flat=True, fill=0.84)
