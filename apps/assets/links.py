"""Addresses that hand a file out to whoever has them, made when they are asked for, for minutes."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.files.storage import FileSystemStorage, storages
from django.urls import reverse
from django.utils.http import content_disposition_header

from skyy.api.errors import Code, Problem

from .models import AssetStatus, Version

SECONDS = 900
SALT = "skyy.assets.links"


@dataclass(frozen=True)
class Link:
    """``url`` answers until ``expires_at``, as an attachment called by the version's name."""

    url: str
    expires_at: datetime


def link_to(version: Version, *, seconds: int = SECONDS) -> Link:
    """Make an address for a version's file; its permission was checked before.

    Raises:
        Problem: ``storage.failed`` when the storage's keys are of no use.
    """
    until = int(time.time()) + seconds
    expires_at = datetime.fromtimestamp(until, UTC)
    blob = version.blob
    storage = storages[blob.storage]
    if isinstance(storage, FileSystemStorage):
        token = signing.dumps([version.pk.hex, until], salt=SALT)
        base = settings.CONFIGURATION.public_address.rstrip("/")
        return Link(base + reverse("assets:signed", args=[token]), expires_at)
    from skyy.object_storage import ObjectStorage

    bucket = cast("ObjectStorage", storage)
    disposition = content_disposition_header(True, version.filename) or "attachment"
    try:
        made = bucket.signed_get(
            blob.key, media_type=blob.media_type, disposition=disposition, seconds=seconds
        )
    except OSError as error:
        words = "The storage gives no address now; try again later."
        raise Problem(Code.STORAGE_FAILED, words) from error
    return Link(made.url, expires_at)


def version_of(token: str) -> Version:
    """The version that an address of our own hands out.

    Raises:
        Problem: ``download.signature`` for a forged or expired one, ``not_found`` when what it
            names is deleted.
    """
    try:
        pk, until = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Problem(Code.DOWNLOAD_SIGNATURE, "This address was not made here.") from error
    if time.time() >= until:
        raise Problem(Code.DOWNLOAD_SIGNATURE, "This address has expired. Ask for a new one.")
    seen = Version.objects.exclude(asset__status=AssetStatus.DELETED).select_related("blob")
    version = seen.filter(pk=UUID(pk)).first()
    if version is None:
        raise Problem(Code.NOT_FOUND, "This file is there no longer.")
    return version
