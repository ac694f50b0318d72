"""Opening an upload: what is to come, and the address it is sent to."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.assets.content.roles import DEFAULT_ROLE, check_size
from apps.assets.models import Collection, Upload, UploadStatus
from apps.assets.names import clean_filename
from skyy.api.errors import Code, Problem

from .addresses import Address, issue
from .limits import ADDRESS, MOST_PARTS, MOST_WAITING, PART_BYTES, check_declared


def open_upload(
    user: User,
    *,
    filename: str,
    size: int,
    media_type: str = "",
    sha256: str = "",
    name: str = "",
    role: str = DEFAULT_ROLE,
    collection: Collection | None = None,
    parts: bool = False,
    idempotency_key: str | None = None,
) -> Upload:
    """Write down what is to come. The same key and the same words give the same upload.

    Args:
        size: in bytes; exactly as many must arrive.
        media_type: what must arrive; empty leaves it to the bytes.
        sha256: of what must arrive, in hexadecimal; empty leaves it unchecked.
        parts: it comes in parts.

    Raises:
        Problem: ``upload.bad_name``, ``upload.empty``, ``upload.too_large``, ``conflict`` while
            very many wait, ``idempotency.mismatch``.
    """
    kept = clean_filename(filename)
    check_declared(size)
    check_size(role, size)
    said: dict[str, Any] = {
        "filename": kept,
        "size": size,
        "media_type": media_type,
        "sha256": sha256.lower(),
        "name": name,
        "role": role,
    }
    if parts:
        said["part_size"] = max(PART_BYTES, -(-size // MOST_PARTS))
    request = fingerprint({**said, "collection": str(collection.pk) if collection else None})
    known = already_open(user, idempotency_key, request)
    if known is not None:
        return known
    if Upload.objects.filter(created_by=user, status=UploadStatus.WAITING).count() >= MOST_WAITING:
        words = f"{MOST_WAITING} uploads wait for their files. Confirm some of them first."
        raise Problem(Code.CONFLICT, words)
    try:
        with transaction.atomic():
            return Upload.objects.create(
                team=user.team,
                created_by=user,
                collection=collection,
                idempotency_key=idempotency_key,
                fingerprint=request,
                expires_at=timezone.now() + ADDRESS,
                **said,
            )
    except IntegrityError:
        # The same key came at the same moment and was first.
        known = already_open(user, idempotency_key, request)
        if known is None:
            raise
        return known


def address_of(upload: Upload, *, form: bool = False) -> Address:
    """Make an address for the file, as long as it is waited for; an old one is renewed.

    Raises:
        Problem: ``upload.settled``, ``conflict`` for a file that comes in parts,
            ``storage.failed``.
    """
    left = time_left(upload)
    if upload.part_size:
        raise Problem(Code.CONFLICT, "This file comes in parts. Ask for their addresses.")
    try:
        return issue(upload, seconds=int(left.total_seconds()), form=form)
    except OSError as error:
        words = "The storage gives no address now; try again later."
        raise Problem(Code.STORAGE_FAILED, words) from error


def time_left(upload: Upload) -> timedelta:
    """How long addresses of an upload hold from now; it is prolonged while it waits.

    Raises:
        Problem: ``upload.settled``.
    """
    if upload.status != UploadStatus.WAITING:
        raise Problem(Code.UPLOAD_SETTLED, "This upload no longer waits for a file.")
    left = upload.expires_at - timezone.now()
    if left < timedelta(minutes=5):
        upload.expires_at, left = timezone.now() + ADDRESS, ADDRESS
        Upload.objects.filter(pk=upload.pk).update(expires_at=upload.expires_at)
    return left


def fingerprint(request: Any) -> str:
    """Return the SHA-256 of a request, given as JSON."""
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()


def already_open(user: User, key: str | None, request: str) -> Upload | None:
    """Return the upload an earlier request with this key made, if there was one.

    Raises:
        Problem: ``idempotency.mismatch`` when that request was another.
    """
    if key is None:
        return None
    upload = Upload.objects.filter(created_by=user, idempotency_key=key).first()
    if upload is not None and upload.fingerprint != request:
        words = (
            "This idempotency key was used for another upload. Nothing was kept; send a new key."
        )
        raise Problem(Code.IDEMPOTENCY_MISMATCH, words)
    return upload
