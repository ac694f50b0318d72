"""The embedded setting's place for files on their way: a folder, and addresses of our own.

An address carries what it is for, signed: which key, how many bytes, until when. Nothing else is
asked of whoever sends to it, exactly as with a bucket.
"""

import contextlib
import os
import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core import signing
from django.core.files.storage import FileSystemStorage

from skyy.api.errors import Code, Problem
from skyy.identifiers import new_id

SALT = "skyy.assets.uploads"
_CHUNK = 1 << 20
_ADDRESS = re.compile(r"^/media/uploads/([A-Za-z0-9:_-]{10,600})/$")


@dataclass(frozen=True)
class Permit:
    """What an address allows: ``size`` bytes under ``key`` in the storage of originals."""

    key: str
    size: int

    @property
    def upload(self) -> str:
        """The upload whose file this is, or a part of it."""
        return self.key.split("/")[2].partition(".")[0]


def sign(permit: Permit, *, seconds: int) -> str:
    """Return the token of an address."""
    until = int(time.time()) + seconds
    return signing.dumps([permit.key, permit.size, until], salt=SALT)


def read(token: str) -> Permit:
    """Return what a token allows.

    Raises:
        Problem: ``upload.signature`` for a forged one, ``upload.expired``.
    """
    try:
        key, size, until = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Problem(Code.UPLOAD_SIGNATURE, "This address was not made here.") from error
    if time.time() >= until:
        raise Problem(Code.UPLOAD_EXPIRED, "This address has expired. Ask for a new one.")
    return Permit(str(key), int(size))


def largest_at(path: str) -> int | None:
    """How many bytes a request to this path may hold by its own signature; ``None`` where the path
    says nothing. Asked before a body is read."""
    found = _ADDRESS.match(path)
    if found is None:
        return None
    try:
        return read(found[1]).size
    except Problem:
        return 0


def receive(storage: FileSystemStorage, permit: Permit, source: BinaryIO) -> None:
    """Write what comes, whole or not at all.

    Raises:
        Problem: ``upload.mismatch`` when it is not as long as was said, ``storage.failed``.
    """
    target = Path(storage.path(permit.key))
    part = target.with_name(f"{target.name}.{new_id().hex}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            written = _copy(source, file, permit.size)
        if written != permit.size:
            words = f"{permit.size} bytes were announced and others came. Send the file again."
            raise Problem(Code.UPLOAD_MISMATCH, words)
        part.replace(target)
    except OSError as error:
        words = "The file could not be stored. Nothing was kept; try again later."
        raise Problem(Code.STORAGE_FAILED, words) from error
    finally:
        part.unlink(missing_ok=True)


def move(storage: FileSystemStorage, source: str, target: str) -> None:
    """Give a file another name."""
    there = Path(storage.path(target))
    there.parent.mkdir(parents=True, exist_ok=True)
    os.replace(storage.path(source), there)  # noqa: PTH105 - one call, and it is atomic


def part_key(folder: str, number: int) -> str:
    """Where a part of a file lies."""
    return f"{folder}/{number:05}"


def parts(storage: FileSystemStorage, folder: str) -> dict[int, int]:
    """Return the bytes of each part that has arrived whole, by its number."""
    try:
        found = list(Path(storage.path(folder)).iterdir())
    except FileNotFoundError:
        return {}
    return {int(path.name): path.stat().st_size for path in found if path.name.isdigit()}


def join(storage: FileSystemStorage, folder: str, numbers: Iterable[int], target: str) -> None:
    """Make one file of parts, in this order; the parts go."""
    there = Path(storage.path(target))
    whole = there.with_name(f"{there.name}.{new_id().hex}.part")
    try:
        with whole.open("wb") as file:
            for number in numbers:
                with Path(storage.path(part_key(folder, number))).open("rb") as part:
                    shutil.copyfileobj(part, file, _CHUNK)
        whole.replace(there)
    finally:
        whole.unlink(missing_ok=True)
    remove_parts(storage, folder)


def remove_parts(storage: FileSystemStorage, folder: str) -> None:
    """Remove whatever came."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(storage.path(folder))


def _copy(source: BinaryIO, file: BinaryIO, most: int) -> int:
    """Copy, and stop as soon as there is more than was announced."""
    written = 0
    while piece := source.read(_CHUNK):
        written += len(piece)
        if written > most:
            break
        file.write(piece)
    return written
