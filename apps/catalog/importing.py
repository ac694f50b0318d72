"""Takes a folder of product photographs in: each becomes an asset attached to its variant."""

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Team, User
from apps.assets.ingest import ingest
from apps.assets.models import Asset, AssetKind, AssetStatus, Collection, VersionSource
from apps.assets.names import clean_filename
from skyy.api.errors import Code, Problem

from . import skus
from .manifest import NAME, BadRow, Row, read_manifest
from .models import Photograph
from .photographs import attach_photograph
from .products import find_or_create_for_photograph

PICTURES = frozenset(
    ".jpg .jpeg .jpe .jfif .png .tif .tiff .webp .avif .heic .heif .gif .bmp .jp2 .psd".split()  # noqa: SIM905
)
"""Endings that promise a photograph; what is inside is decided by looking at it."""

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the name of the one just finished."""


@dataclass(frozen=True)
class Imported:
    """A photograph that is in the house. ``new`` is false when it had been imported before;
    ``remark`` says what was read differently than written, if anything was."""

    file: str
    sku: str
    photograph: Photograph
    new: bool
    remark: str = ""


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, and why; nothing of it is left behind."""

    file: str
    sku: str
    code: str
    message: str


@dataclass
class ImportReport:
    """What became of every file, in the order of the folder or manifest."""

    imported: list[Imported] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Files in all."""
        return len(self.imported) + len(self.refusals)


def import_folder(
    folder: Path, *, team: Team, user: User, on_progress: Progress | None = None
) -> ImportReport:
    """Import what ``manifest.csv`` lists, or without one every picture, its SKU read from its name.

    Doing it again imports nothing twice: a photograph is known by its SKU and its SHA-256.

    Raises:
        Problem: ``FOLDER_MISSING``, ``FOLDER_UNREADABLE``, ``FOLDER_EMPTY``, ``MANIFEST_INVALID``
            or ``FILE_UNREADABLE`` (the manifest itself); nothing is imported then. Faults of
            single files are in the report, and the others go on.
    """
    rows = _rows(folder)
    collections = _Collections(team)
    report = ImportReport()
    for done, row in enumerate(rows, start=1):
        try:
            if isinstance(row, BadRow):
                raise row.problem
            report.imported.append(_import(folder, row, collections, team=team, user=user))
        except Problem as problem:
            refusal = Refusal(
                _readable(row.file), _readable(row.sku), problem.code.value, problem.message
            )
            report.refusals.append(refusal)
        if on_progress:
            on_progress(done, len(rows), _readable(row.file))
    return report


def _readable(name: str) -> str:
    """The name as text that can be stored and printed: bytes that are no UTF-8, which a file
    system may hold, and control characters are escaped."""
    text = os.fsencode(name).decode(errors="backslashreplace")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _rows(folder: Path) -> list[Row | BadRow]:
    names = _names(folder)
    manifest = next((name for name in names if name.lower() == NAME), None)
    if manifest is not None:
        return read_manifest(folder / manifest)
    pictures = [name for name in names if Path(name).suffix.lower() in PICTURES]
    if not pictures:
        raise Problem(
            Code.FOLDER_EMPTY,
            _("There are no photographs in %(folder)s.") % {"folder": folder.name},
        )
    rows: list[Row | BadRow] = []
    for name in pictures:
        named = skus.from_file_name(name)
        rows.append(Row(line=0, sku=named.sku, file=name, view=named.view))
    return rows


def _names(folder: Path) -> list[str]:
    """Names of what lies in the folder itself, hidden things left out, sorted."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except FileNotFoundError as error:
        raise Problem(
            Code.FOLDER_MISSING, _("There is no folder %(folder)s.") % {"folder": folder.name}
        ) from error
    except NotADirectoryError as error:
        words = _("%(folder)s is a file. Give the folder the photographs lie in.")
        raise Problem(Code.FOLDER_MISSING, words % {"folder": folder.name}) from error
    except OSError as error:
        raise Problem(
            Code.FOLDER_UNREADABLE,
            _("The folder %(folder)s cannot be read: %(why)s.")
            % {"folder": folder.name, "why": error.strerror},
        ) from error
    return [name for name in names if not name.startswith(".")]


class _Collections:
    """The team's collections by slug and by name, whatever the case."""

    def __init__(self, team: Team) -> None:
        self._known: dict[str, Collection] = {}
        for collection in Collection.objects.filter(team=team):
            for key in (collection.name, collection.slug):
                self._known[self._key(key)] = collection

    def find(self, name: str) -> Collection | None:
        """The collection, None for no name at all."""
        if not name:
            return None
        found = self._known.get(self._key(name))
        if found is None:
            known = ", ".join(sorted({c.slug for c in self._known.values()})) or _("none")
            words = _("There is no collection “%(name)s”. The house has: %(known)s.")
            raise Problem(Code.COLLECTION_UNKNOWN, words % {"name": name, "known": known})
        return found

    @staticmethod
    def _key(name: str) -> str:
        return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _import(
    folder: Path, row: Row, collections: _Collections, *, team: Team, user: User
) -> Imported:
    collection = collections.find(row.collection)
    sku = skus.check(row.sku)
    clean_filename(row.file)
    path = folder / row.file
    sha256 = _sha256(path)
    known = (
        Photograph.objects.kept()
        .filter(variant__team=team, variant__sku=sku, asset__versions__blob__sha256=sha256)
        .select_related("variant__product", "asset__current_version")
        .first()
    )
    if known is not None:
        return Imported(row.file, sku, known, new=False, remark=row.remark)
    asset = _left_over(team, row.file, sha256)
    if asset is None:
        asset = ingest(
            path,
            filename=row.file,
            team=team,
            user=user,
            collection=collection,
            source=VersionSource.IMPORT,
            kinds=(AssetKind.IMAGE,),
            place=False,
        )
    try:
        with transaction.atomic():
            variant = find_or_create_for_photograph(
                team=team,
                user=user,
                sku=sku,
                category=row.category,
                collection=collection,
                name=row.name or None,
            )
            photograph = attach_photograph(variant, asset, row.view)
    except Problem:
        asset.delete()
        raise
    return Imported(row.file, sku, photograph, new=True, remark=row.remark)


def _left_over(team: Team, filename: str, sha256: str) -> Asset | None:
    """An asset that an import before this one took in and died before attaching it."""
    return (
        Asset.objects.filter(
            team=team,
            photograph__isnull=True,
            role="photograph",
            versions__source=VersionSource.IMPORT,
            versions__filename=filename,
            versions__blob__sha256=sha256,
        )
        .exclude(status=AssetStatus.DELETED)
        .first()
    )


def _sha256(path: Path) -> str:
    """The digest of a regular file; a pipe or device would be read for ever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Problem(Code.FILE_UNREADABLE, _("%(file)s is not a file.") % {"file": path.name})
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        if path.is_symlink():
            words = _("%(file)s is a link to a file that is not there.")
            raise Problem(Code.FILE_UNREADABLE, words % {"file": path.name}) from error
        raise Problem(
            Code.MANIFEST_FILE_MISSING,
            _("The manifest lists %(file)s, but it is not in the folder.") % {"file": path.name},
        ) from error
    except OSError as error:
        raise Problem(
            Code.FILE_UNREADABLE,
            _("%(file)s cannot be read: %(why)s.") % {"file": path.name, "why": error.strerror},
        ) from error
