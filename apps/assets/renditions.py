"""Renditions as rows, and what a page needs to show a version."""

from collections.abc import Collection
from typing import TypedDict

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from .models import AssetKind, Blob, Rendition, Version
from .specifications import (
    MODEL_DRACO,
    MOVING,
    SPECIFICATIONS,
    TURNTABLE_MP4,
    TURNTABLE_WEBP,
    Specification,
)

__all__ = [
    "SPECIFICATIONS",
    "ModelSource",
    "PictureSource",
    "Turntable",
    "is_picture",
    "model_sources",
    "picture_sources",
    "record",
    "turntable",
]

WEB_FORMATS = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif"})
_ORDER = {"image/webp": 0, "image/jpeg": 1, "image/png": 2, "image/avif": 3}


class PictureSource(TypedDict):
    """What ``templates/components/picture.html`` reads."""

    url: str
    width: int
    height: int
    media_type: str


class Turntable(TypedDict):
    """Addresses of the film of a model that turns once; ``None`` for what is not made."""

    mp4: str | None
    webp: str | None
    width: int
    height: int


class ModelSource(TypedDict):
    """Addresses and sizes in bytes of a model as GLB, plain and compressed with Draco."""

    url: str
    size: int
    draco_url: str | None
    draco_size: int | None


def prefetched(path: str = "renditions") -> "Prefetch[str, QuerySet[Rendition], str]":
    """Return what loads renditions with their blobs in one query: for ``prefetch_related``.

    A path that goes on to ``blob`` would ask for the blobs one by one in a condition that SQLite
    refuses beyond a thousand of them.
    """
    return Prefetch(path, Rendition.objects.select_related("blob"))


def record(
    version: Version, specification: Specification | str, blob: Blob, width: int, height: int
) -> Rendition:
    """Add a rendition, or return the one that is there: each exists once per version.

    Args:
        specification: a row of the table, or one of the names beside it.
        width: in pixels; 0 where there are none, as ``height``.
    """
    name = specification if isinstance(specification, str) else specification.name
    rendition, _ = Rendition.objects.get_or_create(
        version=version,
        specification=name,
        defaults={"blob": blob, "width": width, "height": height},
    )
    return rendition


def is_picture(rendition: Rendition) -> bool:
    """Whether it is a still picture that browsers show. Reads ``rendition.blob``."""
    return rendition.specification not in MOVING and rendition.blob.media_type in WEB_FORMATS


def picture_sources(version: Version | None) -> list[PictureSource]:
    """Return the pictures of a version, smallest first, the first one a format every browser
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
        if is_picture(rendition)
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


def turntable(version: Version | None) -> Turntable | None:
    """Return the film of a model, ``None`` where there is none yet.

    Reads ``version.renditions``: prefetch them for lists.
    """
    films = [] if version is None else _named(version, MOVING)
    if not films:
        return None
    urls = {film.specification: reverse("assets:rendition", args=[film.pk]) for film in films}
    return {
        "mp4": urls.get(TURNTABLE_MP4),
        "webp": urls.get(TURNTABLE_WEBP),
        "width": films[0].width,
        "height": films[0].height,
    }


def model_sources(version: Version | None) -> ModelSource | None:
    """Return the GLB of a version of a 3D model, ``None`` for anything else.

    Reads ``version.asset``, ``version.blob`` and ``version.renditions`` with their ``blob``:
    prefetch them for lists.
    """
    if version is None or version.asset.kind != AssetKind.MODEL_3D:
        return None
    draco = next(iter(_named(version, {MODEL_DRACO})), None)
    return {
        "url": reverse("assets:file", args=[version.pk]),
        "size": version.blob.size,
        "draco_url": reverse("assets:rendition", args=[draco.pk]) if draco else None,
        "draco_size": draco.blob.size if draco else None,
    }


def _named(version: Version, names: Collection[str]) -> list[Rendition]:
    return [one for one in version.renditions.all() if one.specification in names]
