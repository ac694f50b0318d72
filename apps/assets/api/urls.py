"""Addresses of the assets API, under ``/api/v1/``."""

from skyy.api.routing import OptionalSlashRouter

from .assets import AssetViewSet
from .collections import CollectionViewSet

router = OptionalSlashRouter()
router.register("assets", AssetViewSet, basename="asset")
router.register("collections", CollectionViewSet, basename="collection")

urlpatterns = router.urls
