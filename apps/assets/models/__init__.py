"""Files and what is known of them."""

from .asset import Asset, AssetKind, AssetStatus, Tag
from .blob import Blob
from .collection import Collection, Retention
from .duplicate import DuplicatePair, Fingerprint, PairStatus
from .rendition import Rendition
from .rights import Release, Rights
from .upload import Upload, UploadStatus
from .version import Lineage, Version, VersionSource

__all__ = [
    "Asset",
    "AssetKind",
    "AssetStatus",
    "Blob",
    "Collection",
    "DuplicatePair",
    "Fingerprint",
    "Lineage",
    "PairStatus",
    "Release",
    "Rendition",
    "Retention",
    "Rights",
    "Tag",
    "Upload",
    "UploadStatus",
    "Version",
    "VersionSource",
]
