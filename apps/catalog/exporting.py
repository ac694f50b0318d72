"""Many files as one ZIP that is written while it is sent, with a table of what they are."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from zipstream import ZIP_STORED, ZipStream

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.assets import blobs
from apps.assets.models import Asset, Blob, Rights, Tag, Version
from apps.assets.rights.check import check_versions
from apps.assets.rights.terms import Use
from skyy.api.errors import Code, Problem

from .naming.templates import check_write
from .naming.writing import Shown, names_of, shown_by

MOST = 5_000
TABLE = "metadata.csv"
_CHUNK = 1 << 18
COLUMNS = (
    *("file", "sku", "style", "color", "size", "view", "role", "kind", "name", "description"),
    *("tags", "collection", "version", "width", "height", "bytes", "media_type", "sha256"),
    *("original_file", "created", "rights_owner", "licence", "territories", "channels"),
    *("rights_from", "rights_to", "asset_id", "version_id"),
)


@dataclass(frozen=True)
class Export:
    """What is sent: files by their names, and the table. All of it is read from the database before
    the first byte goes out."""

    files: Sequence[tuple[str, Blob]]
    table: bytes
    made_at: datetime

    @property
    def size(self) -> int:
        """Bytes of the ZIP: nothing is compressed, pictures and models are already."""
        return len(self._planned())

    def pieces(self) -> Iterator[bytes]:
        """The ZIP, piece by piece; no file is held in memory whole.

        Raises:
            Problem: ``storage.failed`` in the middle, when a file cannot be had: what was sent is
                cut off then, which every program notices.
        """
        yield from self._planned()

    def _planned(self) -> ZipStream:
        stream = ZipStream(compress_type=ZIP_STORED, sized=True)
        stream.add(self.table, TABLE)
        for name, blob in self.files:
            stream.add(_Content(blob), name, size=blob.size)
        return stream


class _Content:
    """A blob that is opened when its turn comes."""

    def __init__(self, blob: Blob) -> None:
        self._blob = blob

    def __iter__(self) -> Iterator[bytes]:
        with blobs.open_blob(self._blob) as file:
            while piece := file.read(_CHUNK):
                yield piece


def prepare(
    user: User,
    ids: Iterable[UUID],
    *,
    template: str | None = None,
    territory: str | None = None,
    channel: str | None = None,
) -> Export:
    """Gather the current versions of these assets under names of their own.

    Args:
        template: of the names; the team's where ``None``.
        territory: where they are to be shown, and ``channel`` on what: with either of them, rights
            are asked.

    Raises:
        Problem: ``request.invalid`` for none, too many or a template that is none; ``not_found``
            when one is not there; ``rights.*`` and ``release.*``.
    """
    wanted = list(dict.fromkeys(ids))
    if not 0 < len(wanted) <= MOST:
        words = _("Choose 1 to %(most)d assets.") % {"most": MOST}
        raise Problem(Code.REQUEST_INVALID, words, fields={"asset_ids": [words]})
    if template:
        template = check_write(template)
    seen = Asset.objects.visible_to(user).filter(pk__in=wanted, current_version__isnull=False)
    versions = list(
        Version.objects.filter(pk__in=seen.values("current_version"))
        .select_related("asset__collection", "asset__rights", "blob")
        .order_by("created_at", "pk")
    )
    if len(versions) != len(wanted):
        words = _("%(number)d of them are not there, or have no file yet.")
        raise Problem(Code.NOT_FOUND, words % {"number": len(wanted) - len(versions)})
    if territory or channel:
        use = Use.at(territory=territory, channel=channel)
        check_versions([version.pk for version in versions], use)
    names = names_of(versions, template or None)
    files = [(names[version.pk], version.blob) for version in versions]
    audit(
        Happening.EXPORTED,
        person=user,
        name=_("%(number)d assets as ZIP") % {"number": len(files)},
        after={"assets": len(files), "territory": territory, "channel": channel},
    )
    return Export(files, _table(versions, names), datetime.now(UTC))


def _table(versions: Sequence[Version], names: dict[UUID, str]) -> bytes:
    shown = shown_by(versions)
    tags = _tags(versions)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for version in versions:
        asset = version.asset
        what = shown.get(version.pk)
        rights: Rights | None = getattr(asset, "rights", None)
        row = (names[version.pk], *_shown(what), *_said(version, tags), *_rights(rights))
        row += (asset.pk, version.pk)
        writer.writerow([harmless(str(cell)) for cell in row])
    # Spreadsheets take UTF-8 for what it is when it says so itself.
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _shown(what: Shown | None) -> tuple[Any, ...]:
    if what is None:
        return ("",) * 5
    variant = what.variant
    return variant.sku, variant.product.style_code, variant.colour_name, variant.size, what.view


def _said(version: Version, tags: Mapping[UUID, Sequence[str]]) -> tuple[Any, ...]:
    asset, blob = version.asset, version.blob
    return (
        *(asset.role, asset.kind, asset.name, asset.description, ", ".join(tags.get(asset.pk, ()))),
        *(asset.collection.slug if asset.collection else "", version.number),
        *(version.width or "", version.height or "", blob.size, blob.media_type, blob.sha256),
        *(version.filename, asset.created_at.isoformat()),
    )


def _rights(rights: Rights | None) -> tuple[Any, ...]:
    if rights is None:
        return ("",) * 6
    codes = " ".join(rights.territories), " ".join(rights.channels)
    return rights.owner, rights.licence, *codes, rights.starts_on or "", rights.ends_on or ""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    cell = "".join(c for c in cell if c in "\n\t" or c.isprintable())
    return f"'{cell}" if cell.lstrip()[:1] in set("=+-@") or cell[:1] in {"\t", "\n"} else cell


def _tags(versions: Sequence[Version]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    links = Tag.assets.through.objects.filter(asset__in=[v.asset_id for v in versions])
    for asset, name in links.order_by("tag__name").values_list("asset_id", "tag__name"):
        found.setdefault(asset, []).append(name)
    return found
