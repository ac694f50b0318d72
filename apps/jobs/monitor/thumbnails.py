"""The smallest picture of a version, for tiles and lists."""

from collections.abc import Mapping
from typing import Any

from apps.assets.models import Version
from apps.assets.renditions import picture_sources


def thumbnail(version: Version | None) -> Mapping[str, Any] | None:
    """Return {url, width, height, media_type} of the smallest one, or None while there is none."""
    if version is None:
        return None
    sources = picture_sources(version)
    return min(sources, key=lambda source: source["width"] or 0) if sources else None
