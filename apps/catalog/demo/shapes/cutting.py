"""What the cuts share: measurements, cloth, and the pieces sewn onto a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.curve import Points
from apps.catalog.demo.shapes.mesh import Part, merge, rotation
from apps.catalog.demo.shapes.model import Palette
from apps.catalog.demo.shapes.panel import Panel, Place, outline
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, mixed


@dataclass(frozen=True)
class Cut:
    """Measurements in metres; widths are half widths. ``back`` is laid face down."""

    cloth: str
    palette: Palette
    back: bool
    length: float
    chest: float
    waist: float
    hem: float
    sleeve: float
    motif: str
    rng: np.random.Generator

    def fabric(self, **changes: object) -> Material:
        """The garment's own cloth in its main colour, with self-coloured thread."""
        palette = self.palette
        settings: dict[str, object] = {
            "second": palette.second,
            "third": palette.accent,
            "stitch": Stitch(
                mixed(palette.main, "#efe6d8" if _dark(palette.main) else "#4a4038", 0.16),
                (0.0018,),
                0.0032,
                0.00042,
            ),
        }
        colour = str(changes.pop("colour", palette.main))
        return cloth(self.cloth, colour, **(settings | changes))

    def inside(self) -> Material:
        """The cloth's reverse, a little darker and without print."""
        return cloth(self.cloth, mixed(self.palette.main, "#3a342e", 0.22), pattern="", wrinkle=0.3)


def _dark(colour: str) -> bool:
    return sum(int(colour[k : k + 2], 16) for k in (1, 3, 5)) < 300


def line(*points: Place) -> Points:
    """A smooth seam through points."""
    return outline(list(points))


def flipped(curve: Points) -> Points:
    """The curve on the other side of the centre."""
    return np.asarray(curve[::-1] * np.array([-1.0, 1.0]))


def band(a: Place, b: Place, depth: float, *, sag: float = 0.0) -> Points:
    """The outline of a strip from ``a`` to ``b``, ``depth`` wide to its left."""
    start, end = np.asarray(a, float), np.asarray(b, float)
    along = (end - start) / np.linalg.norm(end - start)
    left = np.array([-along[1], along[0]])
    middle, far = (start + end) / 2 + left * sag, (start + end) / 2 + left * (depth + sag)
    return outline(
        [start, middle, end],
        [end, end + left * depth],
        [end + left * depth, far, start + left * depth],
        [start + left * depth, start],
    )


def buttons(
    body: Panel, places: Sequence[tuple[float, float]], radius: float, material: Material
) -> Part:
    """Buttons sewn on top of a panel."""
    model = hardware.button("buttons", radius, material).moved(turn=rotation("x", -90))
    at = np.array(places, float)
    heights = body.height(at)
    return merge(
        "buttons",
        [
            model.moved(turn=rotation("z", 37.0 * k)).moved((x, y, float(z) + 0.0008))
            for k, ((x, y), z) in enumerate(zip(places, heights, strict=True))
        ],
    )


def tape(
    body: Panel, path: Points, radius: float, material: Material, name: str, lift: float = 0.0
) -> Part:
    """A round cord or rolled edge following a panel's surface."""
    from apps.catalog.demo.shapes.curve import tube

    rise = body.height(path) + lift
    return tube(name, np.column_stack([path, rise]), radius, material, around=12)
