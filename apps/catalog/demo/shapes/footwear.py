"""Shoes, always in pairs."""

from __future__ import annotations

from dataclasses import dataclass

from apps.catalog.demo.shapes.last import (
    ShoeSize,
)
from apps.catalog.demo.shapes.leather_shoes import boot, loafer, pump
from apps.catalog.demo.shapes.mesh import merge, rotation
from apps.catalog.demo.shapes.model import Model, Palette
from apps.catalog.demo.shapes.sneaker import sneaker


@dataclass(frozen=True)
class FootwearSpec:
    """``kind`` is pump, loafer, sneaker or boot; length, width and heel in metres."""

    kind: str
    length: float
    width: float
    heel: float
    cloth: str

    def build(self, palette: Palette, view: str) -> Model:
        """The pair standing side by side, one a little ahead."""
        shoe = {"pump": pump, "loafer": loafer, "sneaker": sneaker, "boot": boot}[self.kind](
            ShoeSize(self.length, self.width, self.heel, self.cloth), palette
        )
        gap = self.width * 0.62
        ahead = self.length * 0.10
        pair = []
        for part in shoe:
            left = part.moved((gap, 0, 0), turn=rotation("z", 4))
            right = part.moved(mirror=True).moved((-gap, ahead, 0), turn=rotation("z", -5))
            pair.append(merge(part.name, [left, right]))
        yaw = {"front": 38.0, "side": 82.0, "back": 215.0}[view]
        pitch = {"front": 30.0, "side": 15.0, "back": 24.0}[view]
        return Model(pair, yaw=yaw, pitch=pitch, fill=0.76)
