"""Large files that come in parts: what broke is sent again, and not what arrived before.

A bucket keeps the parts under a name of its own until they are joined; a disk keeps them as files
in a folder.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils import timezone

from apps.assets.models import Upload, UploadStatus
from skyy.api.errors import Code, Problem

from . import disk
from .addresses import Address, originals
from .limits import ADDRESSES_AT_ONCE, PATIENCE
from .opening import time_left

if TYPE_CHECKING:
    # The embedded setting goes without what it needs.
    from skyy.object_storage import ObjectStorage, StoredPart


@dataclass(frozen=True)
class Part:
    """``number`` from 1 on; exactly ``size`` bytes, with an address while it is waited for."""

    number: int
    size: int
    arrived: bool
    address: Address | None = None


def expected(upload: Upload) -> dict[int, int]:
    """Bytes of each part by its number."""
    _check_parts(upload)
    number = -(-upload.size // upload.part_size)
    sizes = dict.fromkeys(range(1, number), upload.part_size)
    return sizes | {number: upload.size - (number - 1) * upload.part_size}


def arrived(upload: Upload) -> list[Part]:
    """Every part, with whether it has arrived whole. One of another size has not; a file that comes
    in one piece has no parts.

    Raises:
        Problem: ``storage.failed``.
    """
    if not upload.part_size:
        return []
    there = _there(upload)
    waits = upload.status == UploadStatus.WAITING
    return [
        Part(number, size, arrived=not waits or there.get(number) == size)
        for number, size in expected(upload).items()
    ]


def addresses(upload: Upload, numbers: Collection[int]) -> list[Part]:
    """Make addresses for parts; sent again, a part takes the place of what came before.

    Raises:
        Problem: ``conflict`` for a file that comes in one piece, ``request.invalid`` for numbers
            that there are not, ``upload.settled``, ``storage.failed``.
    """
    sizes = expected(upload)
    if not numbers or len(numbers) > ADDRESSES_AT_ONCE or not sizes.keys() >= set(numbers):
        words = f"From 1 to {len(sizes)}, at most {ADDRESSES_AT_ONCE} at once."
        raise Problem(Code.REQUEST_INVALID, words, fields={"numbers": [words]})
    seconds = int(time_left(upload).total_seconds())
    try:
        there = _there(upload)
        return [
            Part(
                number,
                sizes[number],
                there.get(number) == sizes[number],
                _address(upload, number, sizes[number], seconds),
            )
            for number in sorted(set(numbers))
        ]
    except OSError as error:
        raise _no_answer() from error


def join(upload: Upload) -> None:
    """Make one file of the parts, unless a check that died did it.

    Raises:
        Problem: ``upload.not_arrived`` while parts are missing, ``upload.mismatch`` when one has
            another size than its address allowed.
        OSError: the storage does not answer.
    """
    storage = originals()
    if storage.exists(upload.incoming_key):
        return
    sizes = expected(upload)
    found: list[StoredPart] = []
    if isinstance(storage, FileSystemStorage):
        there: Mapping[int, int] = disk.parts(storage, upload.parts_key)
    else:
        found = _stored(upload)
        there = {part.number: part.size for part in found}
    missing = [number for number in sizes if number not in there]
    if missing:
        named = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
        words = f"Of {len(sizes)} parts, these have not arrived: {named}. Send them, then confirm."
        raise Problem(Code.UPLOAD_NOT_ARRIVED, words)
    if there != sizes:
        words = f"{upload.size} bytes were announced and {sum(there.values())} came. Begin again."
        raise Problem(Code.UPLOAD_MISMATCH, words)
    if isinstance(storage, FileSystemStorage):
        disk.join(storage, upload.parts_key, sizes, upload.incoming_key)
    else:
        bucket = cast("ObjectStorage", storage)
        bucket.join_parts(upload.incoming_key, upload.multipart, found)


def remove(upload: Upload) -> None:
    """Remove the parts that came.

    Raises:
        OSError: the storage does not answer.
    """
    storage = originals()
    if isinstance(storage, FileSystemStorage):
        disk.remove_parts(storage, upload.parts_key)
    elif upload.multipart:
        cast("ObjectStorage", storage).abandon_parts(upload.incoming_key, upload.multipart)


def remove_forgotten() -> None:
    """Remove what came in parts for no upload: it died between the bucket's answer and its row.

    Raises:
        OSError: the storage does not answer.
    """
    storage = originals()
    if isinstance(storage, FileSystemStorage):
        return
    bucket = cast("ObjectStorage", storage)
    old = timezone.now() - PATIENCE - timedelta(hours=12)
    begun = bucket.begun_before("incoming", old)
    names = [multipart for _, multipart in begun]
    known = set(Upload.objects.filter(multipart__in=names).values_list("multipart", flat=True))
    for key, multipart in begun:
        if multipart not in known:
            bucket.abandon_parts(key, multipart)


def _there(upload: Upload) -> Mapping[int, int]:
    storage = originals()
    try:
        if isinstance(storage, FileSystemStorage):
            return disk.parts(storage, upload.parts_key)
        return {part.number: part.size for part in _stored(upload)}
    except OSError as error:
        raise _no_answer() from error


def _stored(upload: Upload) -> "list[StoredPart]":
    if not upload.multipart:
        return []
    try:
        return cast("ObjectStorage", originals()).parts(upload.incoming_key, upload.multipart)
    except FileNotFoundError:
        return []


def _address(upload: Upload, number: int, size: int, seconds: int) -> Address:
    storage = originals()
    if isinstance(storage, FileSystemStorage):
        key = disk.part_key(upload.parts_key, number)
        token = disk.sign(disk.Permit(key, size), seconds=seconds)
        base = settings.CONFIGURATION.public_address.rstrip("/")
        return Address("PUT", base + reverse("assets:receive", args=[token]), upload.expires_at)
    bucket = cast("ObjectStorage", storage)
    multipart = upload.multipart or _begin(upload, bucket)
    made = bucket.signed_part(upload.incoming_key, multipart, number, size=size, seconds=seconds)
    return Address(made.method, made.url, upload.expires_at, made.headers)


def _begin(upload: Upload, bucket: "ObjectStorage") -> str:
    """Ask the bucket for a name; of two requests at once, the first one's counts."""
    made = bucket.begin_parts(upload.incoming_key)
    if not Upload.objects.filter(pk=upload.pk, multipart="").update(multipart=made):
        bucket.abandon_parts(upload.incoming_key, made)
    upload.refresh_from_db(fields=["multipart"])
    return upload.multipart


def _check_parts(upload: Upload) -> None:
    if not upload.part_size:
        raise Problem(Code.CONFLICT, "This file comes in one piece. Ask for its address.")


def _no_answer() -> Problem:
    return Problem(Code.STORAGE_FAILED, "The storage does not answer now; try again later.")
