"""Addresses of the assets API, under ``/api/v1/``."""

from skyy.api.routing import OptionalSlashRouter

from .assets import AssetViewSet
from .bulk_edits import BulkEditViewSet
from .collections import CollectionViewSet
from .duplicates import DuplicateViewSet
from .releases import ReleaseViewSet
from .saved_searches import SavedSearchViewSet
from .uploads import UploadViewSet

router = OptionalSlashRouter()
router.register("assets/uploads", UploadViewSet, basename="upload")
router.register("assets", AssetViewSet, basename="asset")
router.register("bulk-edits", BulkEditViewSet, basename="bulk-edit")
router.register("saved-searches", SavedSearchViewSet, basename="saved-search")
router.register("duplicates", DuplicateViewSet, basename="duplicate")
router.register("releases", ReleaseViewSet, basename="release")
router.register("collections", CollectionViewSet, basename="collection")

urlpatterns = router.urls
