"""Addresses of the assets API, under ``/api/v1/``."""

from rest_framework.routers import SimpleRouter

from .assets import AssetViewSet
from .collections import CollectionViewSet

# With or without the slash: what is posted must not be redirected.
router = SimpleRouter(trailing_slash="/?")  # type: ignore[arg-type]  # a pattern
router.register("assets", AssetViewSet, basename="asset")
router.register("collections", CollectionViewSet, basename="collection")

urlpatterns = router.urls
