"""Where a sender puts a file, and how it is moved once it is there, in either setting."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.urls import reverse

from apps.assets.models import Upload

from . import disk

STORAGE = "originals"


@dataclass(frozen=True)
class Address:
    """A request that takes the file, from anybody who has it, until ``expires_at``.

    Either the bytes are its body (``headers`` go along as they are), or they are the last field,
    ``file``, of a form that begins with ``fields``.
    """

    method: str
    url: str
    expires_at: datetime
    headers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


def originals() -> Storage:
    """The storage of originals."""
    return storages[STORAGE]


def issue(upload: Upload, *, seconds: int, form: bool = False) -> Address:
    """Make an address for an upload.

    Raises:
        OSError: the bucket's keys are of no use.
    """
    storage = originals()
    key = upload.incoming_key
    if isinstance(storage, FileSystemStorage):
        token = disk.sign(disk.Permit(key, upload.size), seconds=seconds)
        base = settings.CONFIGURATION.public_address.rstrip("/")
        url = base + reverse("assets:receive", args=[token])
        return Address("POST" if form else "PUT", url, upload.expires_at)
    from skyy.object_storage import ObjectStorage

    bucket = cast("ObjectStorage", storage)
    sign = bucket.signed_post if form else bucket.signed_put
    made = sign(key, size=upload.size, seconds=seconds)
    return Address(made.method, made.url, upload.expires_at, made.headers, made.fields)


def move(source: str, target: str, *, media_type: str) -> None:
    """Give a file another name in the storage of originals; its bytes do not come here.

    Raises:
        OSError: it could not be moved; ``FileNotFoundError`` when it is not there.
    """
    storage = originals()
    if isinstance(storage, FileSystemStorage):
        disk.move(storage, source, target)
    else:
        from skyy.object_storage import ObjectStorage

        cast("ObjectStorage", storage).move(source, target, media_type=media_type)
