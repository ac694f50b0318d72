"""Materials: colour, gloss and relief of everything the house makes things of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Stitch:
    """Thread along a seam: ``rows`` are distances from it in metres."""

    colour: str
    rows: tuple[float, ...] = (0.0025,)
    pitch: float = 0.0042
    width: float = 0.0007


@dataclass(frozen=True)
class Material:
    """A surface. Roughness as in GGX (0 mirror, 1 matt); ``specular`` is F0 for non-metals.

    ``bump`` scales the relief, ``wrinkle`` the creases beneath it, ``mottle`` is the
    relative unevenness of colour, ``sheen`` the brightening at grazing angles, ``lustre``
    the share of the highlight that takes the cloth's colour, as silk's does.
    """

    colour: str
    relief: str = "plain"
    bump: float = 1.0
    roughness: float = 0.6
    specular: float = 0.04
    sheen: float = 0.0
    metal: bool = False
    wrinkle: float = 0.0
    mottle: float = 0.0
    pattern: str = ""
    second: str = "#ffffff"
    third: str = "#ffffff"
    stitch: Stitch | None = None
    groove: float = 1.0
    crease: float = 1.0
    turn: float = 0.0
    lustre: float = 0.0


def linear(colour: str) -> F32:
    """``#rrggbb`` as linear RGB, by the inverse sRGB transfer curve (IEC 61966-2-1)."""
    value = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], np.float64) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two, ``share`` of the way from first to second."""
    a, b = ([int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in (first, second))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


_CLOTHS: dict[str, Material] = {
    "calfskin": Material("#000000", "leather", 1.0, 0.42, 0.045, mottle=0.05),
    "calf": Material("#000000", "smooth_leather", 1.0, 0.27, 0.05, mottle=0.05),
    "nappa": Material("#000000", "smooth_leather", 0.45, 0.46, 0.04, mottle=0.012),
    "bridle": Material("#000000", "smooth_leather", 1.0, 0.36, 0.045, mottle=0.05),
    "lamb": Material("#000000", "quilt", 1.0, 0.38, 0.045, mottle=0.03),
    "suede": Material("#000000", "suede", 1.5, 0.95, 0.02, sheen=0.35, mottle=0.12),
    "felt": Material("#000000", "felt", 1.0, 0.95, 0.02, sheen=0.30, mottle=0.035),
    "wool": Material("#000000", "wool", 1.0, 0.95, 0.02, sheen=0.20, mottle=0.025, wrinkle=0.45),
    "poplin": Material("#000000", "poplin", 0.4, 0.8, 0.03, sheen=0.06, wrinkle=0.85),
    "floral": Material(
        "#000000", "poplin", 0.4, 0.8, 0.03, sheen=0.05, wrinkle=0.8, pattern="floral"
    ),
    "linen": Material("#000000", "linen", 1.3, 0.9, 0.02, sheen=0.08, wrinkle=1.7, mottle=0.03),
    "denim": Material("#000000", "denim", 1.2, 0.9, 0.02, wrinkle=0.7, pattern="denim"),
    "canvas": Material("#000000", "linen", 1.3, 0.62, 0.035, wrinkle=0.6, mottle=0.14),
    "satin": Material("#000000", "satin", 1.0, 0.50, 0.13, sheen=0.10, wrinkle=0.7, lustre=0.75),
    "silk_print": Material(
        "#000000", "poplin", 0.5, 0.50, 0.08, sheen=0.06, wrinkle=0.35, pattern="roses", lustre=0.5
    ),
    "jersey": Material("#000000", "jersey", 1.0, 0.9, 0.02, sheen=0.10, wrinkle=0.6, mottle=0.015),
    "breton": Material(
        "#000000", "jersey", 1.2, 0.9, 0.02, sheen=0.08, wrinkle=0.45, pattern="breton"
    ),
    "rib": Material("#000000", "rib", 1.0, 0.95, 0.02, sheen=0.25, mottle=0.03),
    "cable": Material("#000000", "cable", 0.8, 0.95, 0.02, sheen=0.25, mottle=0.02),
    "grosgrain": Material("#000000", "grosgrain", 1.0, 0.6, 0.03, sheen=0.12),
    "rubber": Material("#000000", "plain", 0.12, 0.55, 0.04, mottle=0.01),
    "horn": Material("#000000", "plain", 1.0, 0.22, 0.05, mottle=0.35),
    "shell": Material("#000000", "plain", 1.0, 0.18, 0.07, mottle=0.12),
    "lining": Material("#000000", "satin", 1.0, 0.5, 0.06, sheen=0.10, wrinkle=0.6, lustre=0.6),
    "gem": Material("#000000", "plain", 0.0, 0.04, 0.16),
}

_METALS = {
    "gold": Material("#ffd288", "plain", 0.6, 0.15, metal=True),
    "silver": Material("#eceae6", "plain", 0.6, 0.16, metal=True),
    "brass": Material("#f6ca86", "brushed", 1.0, 0.26, metal=True),
    "copper": Material("#c98460", "brushed", 1.0, 0.28, metal=True),
}


def cloth(name: str, colour: str, **changes: object) -> Material:
    """A named material dyed in a colour; KeyError for an unknown name."""
    return replace(_CLOTHS[name], colour=colour, **changes)  # type: ignore[arg-type]


def metal(name: str) -> Material:
    """Gold, silver, brass or copper."""
    return _METALS[name]
