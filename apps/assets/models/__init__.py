"""Files and what is known of them."""

from .asset import Asset, AssetKind, AssetStatus, Tag
from .blob import Blob
from .collection import Collection
from .rendition import Rendition
from .rights import Release, Rights
from .version import Lineage, Version, VersionSource

__all__ = [
    "Asset",
    "AssetKind",
    "AssetStatus",
    "Blob",
    "Collection",
    "Lineage",
    "Release",
    "Rendition",
    "Rights",
    "Tag",
    "Version",
    "VersionSource",
]
