"""What every parametric model gives the photographer: parts, each with a surface."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from apps.catalog.demo.shapes.mesh import Part


@dataclass(frozen=True)
class Palette:
    """Colours of a colourway as ``#rrggbb``; what each one dyes is the model's business."""

    main: str
    second: str = "#2a2624"
    accent: str = "#b76e79"
    metal: str = "gold"


@dataclass(frozen=True)
class Model:
    """A product in metres: x right, y away from the viewer, z up, resting on z = 0.

    ``flat`` products lie on the ground and are photographed from above; others stand.
    """

    parts: list[Part]
    flat: bool = False
    pitch: float = 24.0
    yaw: float = 0.0
    fill: float = field(default=0.74)


class ModelSpec(Protocol):
    """A product's shape: frozen numbers that ``build`` turns into a mesh."""

    def build(self, palette: Palette, view: str) -> Model:
        """The model dyed with ``palette``; ``view`` matters to things laid face down."""
        ...
