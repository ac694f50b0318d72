"""How a file from outside becomes an asset: looked at, stored, recorded, or nothing at all."""

import shutil
import tempfile
from collections.abc import Collection as Several
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from apps.accounts.models import Team, User
from skyy.api.errors import Code, Problem
from skyy.identifiers import new_id

from . import blobs, ports
from .content.examining import TAKEN, examine
from .content.found import Found
from .content.roles import DEFAULT_ROLE, role_for
from .duplicates import noting
from .imaging.limits import Limits
from .models import Asset, AssetStatus, Blob, Collection, Version, VersionSource
from .names import clean_filename, title_of
from .specifications import gets_renditions

MAX_IMPORT_BYTES = 1_000_000_000
"""Files taken from a folder of the machine do not pass through a request body."""


def ingest(
    file: "BinaryIO | Path | UploadedFile[Any]",
    *,
    filename: str,
    team: Team,
    user: User | None,
    collection: Collection | None = None,
    role: str = DEFAULT_ROLE,
    source: VersionSource = VersionSource.UPLOAD,
    name: str | None = None,
    kinds: Several[str] = TAKEN,
    place: bool = True,
) -> Asset:
    """Make an asset of a file and ask for its renditions. All or nothing.

    The same bytes sent twice make two assets over one blob. Call it outside transactions: it
    does file work.

    Args:
        file: a path, or a binary file that is read from its beginning.
        filename: as the sender calls it.
        role: what it is for, with the limits of ``content.roles``; a 3D model's is always
            ``model``, and what comes as a photograph and is none gets the role of its kind.
        name: for people; made from the file name when ``None``.
        kinds: what is wanted here; anything else is refused.
        place: let its name say which product it shows; not where the sender says so.

    Raises:
        Problem: ``upload.*``, ``photo.*``, ``model.*``, ``media.*``, ``document.*``,
            ``file.unreadable`` or ``storage.failed``; neither row nor file is left then.
    """
    kept_name = clean_filename(filename)
    with _as_path(file) as path:
        _check_size(path, source)
        found = examine(path, kinds=kinds, role=role, limits=limits())
        stored = blobs.store(
            path, storage="originals", media_type=found.media_type, prefix=f"uploads/{team.pk}"
        )
    with blobs.recording(stored):
        return record(
            blobs.adopt(stored),
            found,
            filename=kept_name,
            team=team,
            user=user,
            collection=collection,
            role=role,
            source=source,
            name=name,
            place=place,
        )


def record(
    blob: Blob,
    found: Found,
    *,
    filename: str,
    team: Team,
    user: User | None,
    collection: Collection | None,
    role: str,
    source: VersionSource,
    name: str | None = None,
    provenance: Mapping[str, Any] | None = None,
    pk: UUID | None = None,
    place: bool = True,
) -> Asset:
    """Write the rows of a file that was examined and stored: an asset with its first version.

    Call it inside the transaction that adopted the file.

    Args:
        filename: clean already.
        pk: of the asset; a new one when ``None``.
        place: let its name say which product it shows.
    """
    kept_role = role_for(found.kind, role)
    shown = gets_renditions(found.kind, kept_role)
    asset = Asset.objects.create(
        pk=pk or new_id(),
        team=team,
        kind=found.kind,
        role=kept_role,
        status=AssetStatus.PROCESSING if shown else AssetStatus.READY,
        name=(name or title_of(filename))[:200],
        collection=collection,
        created_by=user,
    )
    version = Version.objects.create(
        asset=asset,
        number=1,
        blob=blob,
        source=source,
        filename=filename,
        width=found.width,
        height=found.height,
        facts=found.facts,
        provenance=dict(provenance or {}),
        created_by=user,
    )
    asset.current_version = version
    asset.save(update_fields=["current_version"])
    noting.note_same(asset, version)
    if place:
        ports.arrived(asset.pk)
    if shown:
        ports.request_renditions(version.pk)
    return asset


def limits() -> Limits:
    """How large a picture may be here."""
    return Limits(max_pixels=settings.CONFIGURATION.max_megapixels * 1_000_000)


def _check_size(path: Path, source: VersionSource) -> None:
    uploaded = source == VersionSource.UPLOAD
    most = settings.CONFIGURATION.max_upload_megabytes * 1_000_000
    if not uploaded:
        most = max(most, MAX_IMPORT_BYTES)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Problem(Code.FILE_UNREADABLE, "The file cannot be opened for reading.") from error
    if size > most:
        raise Problem(
            Code.UPLOAD_TOO_LARGE,
            f"The file has {size / 1e6:.0f} MB; at most {most / 1e6:.0f} MB are taken.",
        )


@contextmanager
def _as_path(file: "BinaryIO | Path | UploadedFile[Any]") -> Iterator[Path]:
    if isinstance(file, Path):
        yield file
    elif isinstance(file, TemporaryUploadedFile):
        file.flush()
        yield Path(file.temporary_file_path())
    else:
        with tempfile.NamedTemporaryFile(prefix="skyy-upload-") as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy, 1 << 20)
            copy.flush()
            yield Path(copy.name)
