"""What a demo product is: plain frozen records, free of the database and of the renderer."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from apps.catalog.demo.shapes.model import ModelSpec, Palette

VIEWS = ("front", "back", "side")


@dataclass(frozen=True)
class Backdrop:
    """A vertical gradient behind a packshot, both ends as ``#rrggbb``."""

    top: str
    bottom: str


@dataclass(frozen=True)
class DemoCollection:
    """One of the house's collections; ``slug`` is the key products name."""

    slug: str
    name: str
    description: str
    backdrop: Backdrop


@dataclass(frozen=True)
class DemoDrop:
    """A dated release within the season; ``date`` is an ISO date in ``zone``."""

    slug: str
    name: str
    date: str
    zone: str


@dataclass(frozen=True)
class DemoSeason:
    """The season all demo products belong to."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True)
class DemoHouse:
    """The fictional house itself."""

    name: str
    motto: str
    description: str


@dataclass(frozen=True)
class DemoClient:
    """A client of the studio, with the brand guidelines campaigns follow."""

    slug: str
    name: str
    description: str
    homepage: str
    colors: tuple[str, ...]
    fonts: tuple[str, ...]
    tone: str
    restrictions: tuple[str, ...]


@dataclass(frozen=True)
class DemoCampaign:
    """A campaign of a client; ``collection`` names the products it shows, budget in EUR."""

    slug: str
    client: str
    name: str
    goal: str
    status: str
    collection: str
    brief: str
    budget: Decimal


@dataclass(frozen=True)
class DemoVariant:
    """One colourway: ``sku`` is the photographed sample in ``size``; ``sizes`` are those sold."""

    sku: str
    colour_name: str
    swatch: str
    size: str
    sizes: tuple[str, ...]
    palette: Palette

    def sku_for(self, size: str) -> str:
        """The SKU of this colourway in one of ``sizes``; ValueError for any other."""
        if size not in self.sizes:
            raise ValueError(f"{self.sku} is not made in {size}")
        return f"{self.sku.rsplit('-', 1)[0]}-{size}"


@dataclass(frozen=True)
class DemoProduct:
    """A style of the house, its colourways, and the parametric model photographs are made of."""

    style_code: str
    name: str
    collection: str
    category: str
    description: str
    price: Decimal
    edition: str
    material: str
    care: str
    season: str
    drop: str
    variants: tuple[DemoVariant, ...]
    model: ModelSpec
    views: tuple[str, ...] = ("front",)
    currency: str = "EUR"
    scene: str = field(default="planks")
