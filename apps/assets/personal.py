"""What a person brought into the library, for the copy of their data."""

from collections.abc import Iterator
from functools import partial

from apps.accounts.models import User
from apps.accounts.ports import PersonalFile

from . import blobs
from .models import Blob, Version, VersionSource

_CHUNK = 1 << 18
_BROUGHT = (VersionSource.UPLOAD, VersionSource.IMPORT)


def files_of(person: User) -> list[PersonalFile]:
    """Return the originals a person uploaded or fetched, of every team and of the bin too; each
    once, oldest first. They are read from the storage when their turn comes."""
    brought = Version.objects.filter(created_by=person, source__in=_BROUGHT)
    found: dict[Blob, str] = {}
    for version in brought.select_related("blob").order_by("created_at", "pk").iterator():
        found.setdefault(version.blob, f"{version.pk.hex[-12:]}-{version.filename}")
    return [PersonalFile(name, partial(_pieces, blob)) for blob, name in found.items()]


def _pieces(blob: Blob) -> Iterator[bytes]:
    try:
        # By its span: a storage elsewhere is read on while it is sent.
        with blobs.open_blob(blob, 0, blob.size) as file:
            while piece := file.read(_CHUNK):
                yield piece
    except OSError as error:
        raise blobs.unreadable() from error
