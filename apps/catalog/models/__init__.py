"""The business: seasons, products and their variants, media, clients, publications."""

from .client import Campaign, CampaignStatus, Client
from .media import MediaRole, Photograph, ProductMedia
from .naming import Naming
from .product import Product, ProductStatus, Variant
from .publication import Channel, Publication, PublicationStatus
from .season import Drop, Season
from .shots import Category, ShotRequirement, View

__all__ = [
    "Campaign",
    "CampaignStatus",
    "Category",
    "Channel",
    "Client",
    "Drop",
    "MediaRole",
    "Naming",
    "Photograph",
    "Product",
    "ProductMedia",
    "ProductStatus",
    "Publication",
    "PublicationStatus",
    "Season",
    "ShotRequirement",
    "Variant",
    "View",
]
