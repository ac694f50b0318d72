"""Addresses of the catalog API, under ``/api/v1/``."""

from django.urls import re_path

from skyy.api.routing import OptionalSlashRouter

from .campaigns import CampaignViewSet
from .clients import ClientViewSet
from .drops import DropViewSet
from .export import ExportView
from .naming import NamingView, TrayViewSet
from .photographs import PhotographViewSet
from .product_media import MediaViewSet
from .products import ProductViewSet
from .publications import PublicationViewSet
from .seasons import SeasonViewSet
from .shot_lists import ShotListViewSet
from .variants import VariantViewSet

router = OptionalSlashRouter()
router.register("products", ProductViewSet, basename="product")
router.register("variants", VariantViewSet, basename="variant")
router.register("seasons", SeasonViewSet, basename="season")
router.register("drops", DropViewSet, basename="drop")
router.register("clients", ClientViewSet, basename="client")
router.register("campaigns", CampaignViewSet, basename="campaign")
router.register("photographs", PhotographViewSet, basename="photograph")
router.register("product-media", MediaViewSet, basename="product-media")
router.register("shot-lists", ShotListViewSet, basename="shot-list")
router.register("publications", PublicationViewSet, basename="publication")

router.register("tray", TrayViewSet, basename="tray")

urlpatterns = [
    re_path(r"^naming/?$", NamingView.as_view(), name="naming"),
    re_path(r"^assets/export/?$", ExportView.as_view(), name="asset-export"),
    *router.urls,
]
