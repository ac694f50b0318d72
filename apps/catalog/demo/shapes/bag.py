"""Bags: which builder makes which kind, and how each is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from apps.catalog.demo.shapes.bag_bodies import (
    BagSize,
)
from apps.catalog.demo.shapes.model import Model, Palette
from apps.catalog.demo.shapes.soft_bags import bucket, crossbody
from apps.catalog.demo.shapes.structured_bags import quilted, top_handle, tote


@dataclass(frozen=True)
class BagSpec:
    """``kind`` is top_handle, tote, quilted, crossbody or bucket; sizes in metres."""

    kind: str
    width: float
    height: float
    depth: float
    cloth: str = ""

    def build(self, palette: Palette, view: str) -> Model:
        """The bag standing on its base; views turn the camera, not the bag."""
        parts = {
            "top_handle": top_handle,
            "tote": tote,
            "quilted": quilted,
            "crossbody": crossbody,
            "bucket": bucket,
        }[self.kind](BagSize(self.width, self.height, self.depth, self.cloth), palette)
        yaw = {"front": 14.0, "side": 66.0, "back": 194.0}[view]
        pitch = {"tote": 22.0, "bucket": 26.0}.get(self.kind, 20.0)
        return Model(parts, yaw=yaw, pitch=pitch, fill=0.70)
