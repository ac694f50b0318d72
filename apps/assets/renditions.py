"""Renditions as rows, and what a page needs to show a version."""

from typing import TypedDict

from django.urls import reverse

from .models import Blob, Rendition, Version
from .specifications import SPECIFICATIONS, Specification

__all__ = ["SPECIFICATIONS", "PictureSource", "picture_sources", "record"]

WEB_FORMATS = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif"})
_ORDER = {"image/webp": 0, "image/jpeg": 1, "image/png": 2, "image/avif": 3}


class PictureSource(TypedDict):
    """What ``templates/components/picture.html`` reads."""

    url: str
    width: int
    height: int
    media_type: str


def record(
    version: Version, specification: Specification, blob: Blob, width: int, height: int
) -> Rendition:
    """Add a rendition, or return the one that is there: each exists once per version."""
    rendition, _ = Rendition.objects.get_or_create(
        version=version,
        specification=specification.name,
        defaults={"blob": blob, "width": width, "height": height},
    )
    return rendition


def picture_sources(version: Version | None) -> list[PictureSource]:
    """Return the renditions of a version, smallest first, the first one a format every browser
    knows; the original while there are none yet, if browsers can show it; else nothing.

    Reads ``version.renditions`` with their ``blob``, and ``version.blob``: prefetch them for lists.
    """
    if version is None:
        return []
    found: list[PictureSource] = [
        {
            "url": reverse("assets:rendition", args=[rendition.pk]),
            "width": rendition.width,
            "height": rendition.height,
            "media_type": rendition.blob.media_type,
        }
        for rendition in version.renditions.all()
    ]
    if found:
        return sorted(found, key=lambda source: (source["width"], _ORDER[source["media_type"]]))
    if version.blob.media_type in WEB_FORMATS and version.width and version.height:
        return [
            {
                "url": reverse("assets:file", args=[version.pk]),
                "width": version.width,
                "height": version.height,
                "media_type": version.blob.media_type,
            }
        ]
    return []
