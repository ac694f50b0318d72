"""Short forms for the season's tables: a colourway with its SKU, a category's sizes."""

from __future__ import annotations

from apps.catalog.demo.product import DemoVariant
from apps.catalog.demo.shapes.model import Palette

LETTERS = ("XS", "S", "M", "L", "XL")
WOMENS = ("34", "36", "38", "40", "42")
WAISTS = ("28", "30", "32", "34", "36")
SHOES = ("36", "37", "38", "39", "40", "41")
RINGS = ("50", "52", "54", "56")
HATS = ("S", "M", "L")
ONE = ("OS",)


def colourway(
    style: str,
    code: str,
    colour_name: str,
    palette: Palette,
    size: str = "OS",
    sizes: tuple[str, ...] = ONE,
) -> DemoVariant:
    """A variant whose SKU is style, colour code and sample size joined by hyphens."""
    return DemoVariant(f"{style}-{code}-{size}", colour_name, palette.main, size, sizes, palette)
