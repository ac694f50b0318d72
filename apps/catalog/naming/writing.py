"""What files are called that leave the studio."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from apps.assets.blobs import EXTENSIONS
from apps.assets.models import Version
from apps.catalog.models import Photograph, ProductMedia, Variant, View
from apps.catalog.models.naming import WRITES, Naming

from .templates import filled

LONGEST = 150
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
"""Names that Windows keeps for itself."""


@dataclass(frozen=True)
class Shown:
    """The variant that a version shows, and the view from which."""

    variant: Variant
    view: str


def shown_by(versions: Iterable[Version]) -> Mapping[UUID, Shown]:
    """Return what versions show, by their id: a photograph's variant, or the one for which a result
    was approved last. Two queries whatever their number."""
    of = {version.pk: version.asset_id for version in versions}
    found: dict[UUID, Shown] = {}
    media = ProductMedia.objects.filter(version__in=of).order_by("approved_at", "pk")
    for one in media.select_related("variant__product"):
        found[one.version_id] = Shown(one.variant, one.view)
    photographs = Photograph.objects.filter(asset__in=set(of.values()))
    by_asset = {
        one.asset_id: Shown(one.variant, one.view)
        for one in photographs.select_related("variant__product")
    }
    for pk, asset in of.items():
        if pk not in found and asset in by_asset:
            found[pk] = by_asset[asset]
    return found


def names_of(versions: Sequence[Version], template: str | None = None) -> dict[UUID, str]:
    """Return names for files, by version id, each different from the others whatever their case.

    Args:
        versions: with ``blob``, ``asset`` and its ``collection`` loaded; all of one team where
            ``template`` is ``None``.
        template: the team's where ``None``.
    """
    if not versions:
        return {}
    template = template or _template_of(versions[0])
    shown = shown_by(versions)
    taken: set[str] = set()
    names: dict[UUID, str] = {}
    for version in versions:
        name = _named(version, template, shown.get(version.pk))
        names[version.pk] = _single(name, taken)
    return names


def _named(version: Version, template: str, shown: Shown | None) -> str:
    ending = _ending(version)
    own = PurePath(version.filename).stem
    if shown is None and "{sku}" in template:
        # Without a product the name it came with says more than its role alone.
        return safe(own)[: LONGEST - len(ending)] + ending
    asset = version.asset
    values = {
        "role": asset.role,
        "name": asset.name,
        "version": f"v{version.number}",
        "collection": asset.collection.slug if asset.collection else "",
    }
    if shown is not None:
        variant = shown.variant
        values |= {
            "sku": variant.sku,
            "style": variant.product.style_code,
            "color": variant.colour_name,
            "size": variant.size,
            "view": View(shown.view).value,
        }
    written = filled(template, {name: safe(value) for name, value in values.items()})
    return (safe(written) or safe(own))[: LONGEST - len(ending)] + ending


def _ending(version: Version) -> str:
    """What the bytes are says how a name ends; where that is unknown, the name they came with."""
    known = EXTENSIONS.get(version.blob.media_type)
    if known is not None:
        return known
    suffix = safe(PurePath(version.filename).suffix[1:].lower())[:11]
    return f".{suffix}" if suffix else ""


def safe(text: str) -> str:
    """Return text that can stand in a file name on every system."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    text = _UNSAFE.sub("-", text).strip(" .")
    return f"{text}_" if _RESERVED.match(text) else text


def _single(name: str, taken: set[str]) -> str:
    path = PurePath(name or "file")
    stem, ending, number = path.stem or "file", path.suffix, 1
    candidate = f"{stem}{ending}"
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem}-{number}{ending}"
    taken.add(candidate.casefold())
    return candidate


def _template_of(version: Version) -> str:
    naming = Naming.objects.filter(team=version.asset.team_id).values_list("writes", flat=True)
    return naming.first() or WRITES
