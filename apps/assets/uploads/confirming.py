"""Taking what arrived: out of the sender's reach first, then looked at, then into the library."""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from apps.assets import blobs, ingest
from apps.assets.content.examining import examine
from apps.assets.content.found import Found
from apps.assets.models import Asset, Upload, UploadStatus, VersionSource
from skyy.api.errors import Code, Problem

from . import parts
from .addresses import STORAGE, move, originals
from .limits import CHECKING

logger = logging.getLogger(__name__)

# Names that browsers and systems have for the same types.
_SAME = {
    "image/jpg": "image/jpeg",
    "image/x-png": "image/png",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/x-flac": "audio/flac",
    "application/x-pdf": "application/pdf",
}
_ANY = frozenset({"", "application/octet-stream"})


def confirm(upload: Upload) -> Asset:
    """Check size, type and hash of what really arrived and make an asset of it.

    Confirming again what was taken gives the same asset. Call it outside transactions: it does
    file work, and reads the file once, in pieces.

    Raises:
        Problem: ``upload.not_arrived`` (it still waits then), ``upload.mismatch``,
            ``upload.settled``, whatever ``ingest`` refuses a file for, or ``storage.failed``
            (it may be confirmed again then). Of a refused file nothing is left.
    """
    settled = _settled(upload)
    if settled is not None:
        return settled
    try:
        _hold(upload)
        asset = _take(upload)
    except Problem as problem:
        if problem.code in {Code.UPLOAD_NOT_ARRIVED, Code.STORAGE_FAILED}:
            _release(upload)
        else:
            _refuse(upload, problem)
        raise
    except BaseException:
        _release(upload)
        raise
    return asset


def _settled(upload: Upload) -> Asset | None:
    """Begin the check, unless it was done; one at a time."""
    now = timezone.now()
    free = Q(status=UploadStatus.WAITING)
    died = Q(status=UploadStatus.CHECKING, checked_at__lt=now - CHECKING)
    mine = Upload.objects.filter(free | died, pk=upload.pk)
    if mine.update(status=UploadStatus.CHECKING, checked_at=now):
        return None
    upload.refresh_from_db()
    if upload.status == UploadStatus.TAKEN and upload.asset is not None:
        return upload.asset
    if upload.status == UploadStatus.REFUSED and upload.error:
        raise Problem(Code(upload.error["code"]), upload.error["message"])
    words = {
        UploadStatus.CHECKING: "This file is being checked. Ask again in a moment.",
        UploadStatus.ABANDONED: "This upload was given up. Begin again.",
    }
    status = UploadStatus(upload.status)
    raise Problem(Code.UPLOAD_SETTLED, words.get(status, "What this upload made is gone."))


def _hold(upload: Upload) -> None:
    """Move the file to where its address does not reach: what is checked is what is kept."""
    storage = originals()
    try:
        if storage.exists(upload.held_key):
            # A check that died left it here.
            return
        if upload.part_size:
            parts.join(upload)
        size = storage.size(upload.incoming_key)
        if size != upload.size:
            words = f"{upload.size} bytes were announced and {size} came. Begin again."
            raise Problem(Code.UPLOAD_MISMATCH, words)
        move(upload.incoming_key, upload.held_key, media_type="application/octet-stream")
    except FileNotFoundError as error:
        words = "No file has arrived at its address yet. Send it, then confirm."
        raise Problem(Code.UPLOAD_NOT_ARRIVED, words) from error
    except OSError as error:
        raise _storage_failed() from error


def _take(upload: Upload) -> Asset:
    with _here(upload.held_key) as path:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        found = examine(path, role=upload.role, limits=ingest.limits())
        size = path.stat().st_size
    _check(upload, found, size, sha256)
    key = f"uploads/{upload.team_id}/{sha256}/{upload.pk.hex}"
    key += blobs.EXTENSIONS.get(found.media_type, "")
    stored = blobs.StoredFile(STORAGE, key, sha256, size, found.media_type)
    try:
        move(upload.held_key, key, media_type=found.media_type)
    except OSError as error:
        raise _storage_failed() from error
    with blobs.recording(stored):
        asset = ingest.record(
            blobs.adopt(stored),
            found,
            filename=upload.filename,
            team=upload.team,
            user=upload.created_by,
            collection=upload.collection,
            role=upload.role,
            source=VersionSource.UPLOAD,
            name=upload.name or None,
        )
        won = Upload.objects.filter(pk=upload.pk, status=UploadStatus.CHECKING).update(
            status=UploadStatus.TAKEN, asset=asset
        )
        if not won:
            raise Problem(Code.UPLOAD_SETTLED, "This upload was settled by another request.")
    return asset


def _check(upload: Upload, found: Found, size: int, sha256: str) -> None:
    if size != upload.size:
        words = f"{upload.size} bytes were announced and {size} came. Begin again."
        raise Problem(Code.UPLOAD_MISMATCH, words)
    if upload.sha256 and sha256 != upload.sha256:
        words = "What arrived is not what was announced: its SHA-256 is another. Begin again."
        raise Problem(Code.UPLOAD_MISMATCH, words)
    said = upload.media_type.lower()
    if said not in _ANY and _SAME.get(said, said) != found.media_type:
        words = f"{said} was announced, and {found.media_type} came. Begin again."
        raise Problem(Code.UPLOAD_MISMATCH, words)


@contextmanager
def _here(key: str) -> Iterator[Path]:
    """The file on this machine, read in pieces."""
    storage = originals()
    try:
        path = Path(storage.path(key))
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(prefix="skyy-upload-") as copy:
            try:
                with storage.open(key, "rb") as source:
                    shutil.copyfileobj(source, copy, 1 << 20)
            except OSError as error:
                raise _storage_failed() from error
            copy.flush()
            yield Path(copy.name)
    else:
        yield path


def _release(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk, status=UploadStatus.CHECKING).update(
        status=UploadStatus.WAITING
    )


def _refuse(upload: Upload, problem: Problem) -> None:
    Upload.objects.filter(pk=upload.pk, status=UploadStatus.CHECKING).update(
        status=UploadStatus.REFUSED,
        error={"code": problem.code.value, "message": problem.message},
    )
    remove_files(upload)


def remove_files(upload: Upload) -> None:
    """Remove what an upload left on its way; a failure is logged and left to the sweep."""
    for key in (upload.incoming_key, upload.held_key):
        try:
            originals().delete(key)
        except OSError:
            logger.exception("Could not remove %s; the sweep will", key)
    if upload.part_size:
        try:
            parts.remove(upload)
        except OSError:
            logger.exception("Could not remove parts of %s; the sweep will", upload.pk)


def give_up(upload: Upload) -> None:
    """End an upload that waits, on its sender's word; what came of it goes.

    Raises:
        Problem: ``upload.settled`` once it was taken, refused or given up, or while it is checked.
    """
    mine = Upload.objects.filter(pk=upload.pk, status=UploadStatus.WAITING)
    if not mine.update(status=UploadStatus.ABANDONED):
        raise Problem(Code.UPLOAD_SETTLED, "This upload no longer waits for a file.")
    remove_files(upload)


def _storage_failed() -> Problem:
    words = "The storage does not answer now. The file is safe; confirm it again later."
    return Problem(Code.STORAGE_FAILED, words)
