"""Files in the storages and the rows that stand for them.

A file is written first, under a key of its own that nothing points at, and becomes visible when
``adopt`` makes its row. What was written and never adopted is swept away later.
"""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from skyy.api.errors import Code, Problem
from skyy.identifiers import new_id

from .models import Blob

logger = logging.getLogger(__name__)

GRACE = timedelta(hours=1)
"""A row without references is kept this long: somebody may be about to point at it."""

ORPHAN_AGE = timedelta(days=1)
"""A file without a row is kept this long: a step may still be running."""

EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/tiff": ".tif",
    "model/gltf-binary": ".glb",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "audio/mp4": ".m4a",
    "audio/webm": ".weba",
    "audio/x-matroska": ".mka",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/mpeg": ".mp3",
    "audio/flac": ".flac",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in ``storage`` under ``key`` and has no row yet."""

    storage: str
    key: str
    sha256: str
    size: int
    media_type: str


def store(path: Path, *, storage: str, media_type: str, prefix: str) -> StoredFile:
    """Copy a file into a storage under a fresh key that begins with ``prefix``.

    Call it outside transactions: it does file work. ``storage`` is ``originals`` or
    ``renditions``.

    Raises:
        Problem: ``storage.failed``; nothing is left behind then.
    """
    key = f"{prefix.strip('/')}/{new_id().hex}{EXTENSIONS.get(media_type, '')}"
    target = storages[storage]
    try:
        with path.open("rb") as source:
            sha256 = hashlib.file_digest(source, "sha256").hexdigest()
            size = source.tell()
            source.seek(0)
            kept = target.save(key, File(source, name=path.name))
    except Exception as error:
        logger.exception("Could not store a file under %s", key)
        _remove(target, key)
        raise Problem(
            Code.STORAGE_FAILED, "The file could not be stored. Nothing was kept; try again later."
        ) from error
    return StoredFile(storage, kept, sha256, size, media_type)


def adopt(stored: StoredFile) -> Blob:
    """Return the row for a stored file; call it inside the transaction that will point at it.

    Bytes that are known already keep their first file; the new one goes on commit. ``recording``
    is that transaction; whoever opens another calls ``discard`` when it fails.
    """
    known = Blob.objects.filter(storage=stored.storage, sha256=stored.sha256)
    # Locked against a sweep that has just found it unused.
    blob = known.select_for_update().first()
    if blob is None:
        blob, _ = Blob.objects.get_or_create(
            storage=stored.storage,
            sha256=stored.sha256,
            defaults={
                "key": stored.key,
                "size": stored.size,
                "media_type": stored.media_type,
            },
        )
    if blob.key != stored.key:
        transaction.on_commit(lambda: discard(stored))
    return blob


def discard(stored: StoredFile) -> None:
    """Remove a stored file that no row was made for; a failure is logged and left to the sweep."""
    _remove(storages[stored.storage], stored.key)


@contextmanager
def recording(stored: StoredFile) -> Iterator[None]:
    """A transaction that adopts ``stored``: when it fails, the file goes too.

    A failure after the commit (of an ``on_commit`` hook) leaves the file, which has its row then.
    """
    committed: list[bool] = []
    try:
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(True))
            yield
    except BaseException:
        if not committed:
            discard(stored)
        raise


def open_blob(blob: Blob, start: int = 0, end: int | None = None) -> BinaryIO:
    """Open the bytes ``[start, end)`` for reading; the caller reads no further, and closes them.

    A storage elsewhere is asked for these bytes alone; they are fetched while they are read.

    Raises:
        Problem: ``storage.failed`` when they cannot be had.
    """
    target = storages[blob.storage]
    try:
        if end is not None and hasattr(target, "open_span"):
            return cast("BinaryIO", target.open_span(blob.key, start, end))
        file = cast("BinaryIO", target.open(blob.key, "rb"))
        file.seek(start)
    except OSError as error:
        raise unreadable() from error
    return file


def unreadable() -> Problem:
    """What is said of a stored file that cannot be had."""
    return Problem(Code.STORAGE_FAILED, "The stored file cannot be read now.")


@contextmanager
def local_path(blob: Blob) -> Iterator[Path]:
    """Give the bytes as a file on this machine: the stored one itself, or a temporary copy.

    Raises:
        Problem: ``storage.failed`` when they cannot be had.
    """
    try:
        here = Path(storages[blob.storage].path(blob.key))
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(suffix=Path(blob.key).suffix) as copy:
            with open_blob(blob) as source:
                _copy(source, copy)
            yield Path(copy.name)
        return
    if not here.is_file():
        raise unreadable()
    yield here


def _copy(source: BinaryIO, copy: IO[bytes]) -> None:
    try:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
    except OSError as error:
        raise unreadable() from error


def sweep(limit: int = 500) -> int:
    """Delete blobs that nothing points at, and files without a row; return how many went.

    Walks the storages: call it about once an hour.
    """
    removed = _sweep_rows(limit)
    for alias in ("originals", "renditions"):
        if removed < limit:
            removed += _sweep_files(alias, limit - removed)
    return removed


def unreferenced() -> models.QuerySet[Blob]:
    """Blobs that no row of any app points at, found by introspection."""
    found = Blob.objects.all()
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            pointing = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            found = found.filter(~Exists(pointing))
    return found


def _sweep_rows(limit: int) -> int:
    old = timezone.now() - GRACE
    with transaction.atomic():
        locked = list(
            Blob.objects.select_for_update(skip_locked=True)
            .filter(pk__in=unreferenced().filter(created_at__lt=old).values("pk")[:limit])
            .values_list("pk", flat=True)
        )
        # Asked again: between the question and the lock somebody may have adopted one.
        going = list(unreferenced().filter(pk__in=locked))
        Blob.objects.filter(pk__in=[blob.pk for blob in going]).delete()
        for blob in going:
            transaction.on_commit(partial(_remove, storages[blob.storage], blob.key))
    return len(going)


def _sweep_files(alias: str, limit: int) -> int:
    target = storages[alias]
    removed = 0
    batch: list[str] = []
    for key in _keys(target):
        batch.append(key)
        if len(batch) == 500:
            removed += _remove_orphans(target, batch, limit - removed)
            batch = []
        if removed >= limit:
            return removed
    return removed + _remove_orphans(target, batch, limit - removed)


def _remove_orphans(target: Storage, keys: list[str], limit: int) -> int:
    known = set(Blob.objects.filter(key__in=keys).values_list("key", flat=True))
    old = timezone.now() - ORPHAN_AGE
    orphans = [key for key in keys if key not in known and _modified_before(target, key, old)]
    for key in orphans[:limit]:
        _remove(target, key)
    return len(orphans[:limit])


def _modified_before(target: Storage, key: str, moment: datetime) -> bool:
    try:
        return bool(target.get_modified_time(key) < moment)
    except FileNotFoundError:
        return False


def _keys(target: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = target.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from _keys(target, f"{folder}/{name}" if folder else name)


def _remove(target: Storage, key: str) -> None:
    try:
        target.delete(key)
    except OSError:
        logger.exception("Could not remove %s; the sweep will", key)
