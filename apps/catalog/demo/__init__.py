"""The demo season: a fictional house, its products, and photographs of them made by itself.

Nothing here is anybody's picture: every product is a parametric model, ray traced on a messy
ground as a telephone would have photographed it. The same product, variant and view always
give the same bytes with the same versions of numpy, OpenCV, Pillow and Embree.
"""

from __future__ import annotations

from apps.catalog.demo.photography import (
    DemoPhotograph,
    photographs,
    render_mask,
    render_photograph,
    write_season,
)
from apps.catalog.demo.product import (
    VIEWS,
    Backdrop,
    DemoCampaign,
    DemoClient,
    DemoCollection,
    DemoDrop,
    DemoHouse,
    DemoProduct,
    DemoSeason,
    DemoVariant,
)
from apps.catalog.demo.season.house import CAMPAIGNS, CLIENTS, COLLECTIONS, DROPS, HOUSE, SEASON
from apps.catalog.demo.season.products import PRODUCTS

__all__ = [
    "CAMPAIGNS",
    "CLIENTS",
    "COLLECTIONS",
    "DROPS",
    "HOUSE",
    "PRODUCTS",
    "SEASON",
    "VIEWS",
    "Backdrop",
    "DemoCampaign",
    "DemoClient",
    "DemoCollection",
    "DemoDrop",
    "DemoHouse",
    "DemoPhotograph",
    "DemoProduct",
    "DemoSeason",
    "DemoVariant",
    "photographs",
    "render_mask",
    "render_photograph",
    "write_season",
]
