"""All products of the season, in the order of the collections."""

from __future__ import annotations

from apps.catalog.demo.product import DemoProduct
from apps.catalog.demo.season.black_rose import BLACK_ROSE
from apps.catalog.demo.season.love_hurts import LOVE_HURTS
from apps.catalog.demo.season.runway import RUNWAY
from apps.catalog.demo.season.showroom import SHOWROOM
from apps.catalog.demo.season.signature import SIGNATURE

PRODUCTS: tuple[DemoProduct, ...] = (*BLACK_ROSE, *SIGNATURE, *LOVE_HURTS, *SHOWROOM, *RUNWAY)
