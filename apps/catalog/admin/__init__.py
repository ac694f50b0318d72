"""The Django admin of the catalog floor: to look, to correct words, to act through services."""

from .clients import CampaignAdmin, ClientAdmin
from .media import PhotographAdmin, ProductMediaAdmin, PublicationAdmin
from .products import ProductAdmin, VariantAdmin
from .seasons import DropAdmin, SeasonAdmin, ShotRequirementAdmin

__all__ = [
    "CampaignAdmin",
    "ClientAdmin",
    "DropAdmin",
    "PhotographAdmin",
    "ProductAdmin",
    "ProductMediaAdmin",
    "PublicationAdmin",
    "SeasonAdmin",
    "ShotRequirementAdmin",
    "VariantAdmin",
]
