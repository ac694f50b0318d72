"""A file that comes in a request with an idempotency key: taken once, however often it is sent."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.assets.content.roles import DEFAULT_ROLE
from apps.assets.ingest import ingest
from apps.assets.models import Asset, Collection, Upload, UploadStatus
from apps.assets.names import clean_filename
from skyy.api.errors import Code, Problem

from .limits import CHECKING
from .opening import already_open, fingerprint


def ingest_once(
    file: "UploadedFile[Any]",
    *,
    filename: str,
    user: User,
    key: str | None,
    role: str = DEFAULT_ROLE,
    name: str | None = None,
    collection: Collection | None = None,
) -> Asset:
    """Take a file in; the same file under the same key gives the asset it made before.

    A refused file leaves its key free.

    Raises:
        Problem: as ``ingest``; ``idempotency.mismatch``; ``upload.settled`` while the first
            request is under way, or when what it made is gone.
    """
    wish: dict[str, Any] = {"role": role, "name": name, "collection": collection}
    if key is None:
        return ingest(file, filename=filename, team=user.team, user=user, **wish)
    sha256 = _sha256(file)
    said = {"filename": clean_filename(filename), "role": role, "name": name or ""}
    request = fingerprint(
        {**said, "sha256": sha256, "collection": str(collection.pk) if collection else None}
    )
    known = already_open(user, key, request)
    if known is not None:
        asset = _made_by(known)
        if asset is not None:
            return asset
        upload = known
    else:
        upload = _begin(user, key, request, size=file.size or 0, sha256=sha256, **said)
    try:
        asset = ingest(file, filename=filename, team=user.team, user=user, **wish)
    except BaseException:
        upload.delete()
        raise
    Upload.objects.filter(pk=upload.pk).update(status=UploadStatus.TAKEN, asset=asset)
    return asset


def _begin(user: User, key: str, request: str, **said: Any) -> Upload:
    now = timezone.now()
    try:
        with transaction.atomic():
            return Upload.objects.create(
                team=user.team,
                created_by=user,
                status=UploadStatus.CHECKING,
                idempotency_key=key,
                fingerprint=request,
                checked_at=now,
                expires_at=now,
                **said,
            )
    except IntegrityError as error:
        raise _under_way() from error


def _made_by(upload: Upload) -> Asset | None:
    """What the first request made; ``None`` where it died and this one may go on."""
    if upload.status == UploadStatus.TAKEN and upload.asset is not None:
        return upload.asset
    now = timezone.now()
    died = Upload.objects.filter(
        pk=upload.pk, status=UploadStatus.CHECKING, checked_at__lt=now - CHECKING
    )
    if died.update(checked_at=now):
        return None
    if upload.status == UploadStatus.CHECKING:
        raise _under_way()
    words = "What this key's first request made is gone. Send a new key."
    raise Problem(Code.UPLOAD_SETTLED, words)


def _under_way() -> Problem:
    words = "The first request with this key is under way. Ask again in a moment."
    return Problem(Code.UPLOAD_SETTLED, words)


def _sha256(file: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
