"""Files and what is known of them."""

from .asset import Asset, AssetKind, AssetStatus, Tag
from .blob import Blob
from .bulk_edit import BulkEdit
from .collection import Collection, Retention
from .duplicate import DuplicatePair, Fingerprint, PairStatus
from .rendition import Rendition
from .rights import Release, Rights
from .saved_search import SavedSearch
from .upload import Upload, UploadStatus
from .version import Lineage, Version, VersionSource

__all__ = [
    "Asset",
    "AssetKind",
    "AssetStatus",
    "Blob",
    "BulkEdit",
    "Collection",
    "DuplicatePair",
    "Fingerprint",
    "Lineage",
    "PairStatus",
    "Release",
    "Rendition",
    "Retention",
    "Rights",
    "SavedSearch",
    "Tag",
    "Upload",
    "UploadStatus",
    "Version",
    "VersionSource",
]
