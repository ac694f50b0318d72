"""Addresses of the assets API, under ``/api/v1/``."""

from skyy.api.routing import OptionalSlashRouter

from .assets import AssetViewSet
from .collections import CollectionViewSet
from .releases import ReleaseViewSet

router = OptionalSlashRouter()
router.register("assets", AssetViewSet, basename="asset")
router.register("releases", ReleaseViewSet, basename="release")
router.register("collections", CollectionViewSet, basename="collection")

urlpatterns = router.urls
