"""Renditions as rows, and what a page needs to show a version."""

from collections.abc import Collection, Iterable
from typing import NamedTuple, TypedDict
from uuid import UUID

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
_NIL = UUID(int=0)


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


class Shown(NamedTuple):
    """What decides whether and how a file is shown. Empty ``specification``: the original."""

    pk: UUID
    media_type: str
    width: int | None
    height: int | None
    specification: str = ""

    @classmethod
    def of(cls, rendition: Rendition) -> "Shown":
        """Reads ``rendition.blob``."""
        kind = rendition.blob.media_type
        return cls(rendition.pk, kind, rendition.width, rendition.height, rendition.specification)


class Addresses:
    """Addresses of many files: the pattern is looked up once, not for each."""

    def __init__(self) -> None:
        self._rendition = reverse("assets:rendition", args=[_NIL])
        self._file = reverse("assets:file", args=[_NIL])

    def of(self, shown: Shown) -> str:
        """Where this file is served."""
        pattern = self._rendition if shown.specification else self._file
        return pattern.replace(str(_NIL), str(shown.pk))


def is_picture(rendition: Rendition) -> bool:
    """Whether it is a still picture that browsers show. Reads ``rendition.blob``."""
    return _is_picture(Shown.of(rendition))


def picture_sources(version: Version | None) -> list[PictureSource]:
    """Return the pictures of a version, as ``sources`` does.

    Reads ``version.renditions`` with their ``blob``, and ``version.blob``: prefetch them for lists.
    """
    if version is None:
        return []
    original = Shown(version.pk, version.blob.media_type, version.width, version.height)
    return sources(map(Shown.of, version.renditions.all()), original, Addresses())


def sources(
    renditions: Iterable[Shown], original: Shown, addresses: Addresses
) -> list[PictureSource]:
    """Return the pictures of a version, smallest first, the first one a format every browser
    knows; the original while there are none yet, if browsers can show it; else nothing."""
    found = [_source(one, addresses) for one in renditions if _is_picture(one)]
    if found:
        return sorted(found, key=lambda source: (source["width"], _ORDER[source["media_type"]]))
    if original.media_type in WEB_FORMATS and original.width and original.height:
        return [_source(original, addresses)]
    return []


def _is_picture(shown: Shown) -> bool:
    return shown.specification not in MOVING and shown.media_type in WEB_FORMATS


def _source(shown: Shown, addresses: Addresses) -> PictureSource:
    return {
        "url": addresses.of(shown),
        "width": shown.width or 0,
        "height": shown.height or 0,
        "media_type": shown.media_type,
    }


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
