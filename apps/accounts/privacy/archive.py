"""The copy of a person's data: a ZIP of JSON files, one for each kind of row, and of their files.

The rows are written when the copy is made and kept with the request; the files are put to them
while the copy is sent, straight from where they are stored.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import models
from zipstream import ZIP_DEFLATED, ZIP_STORED, ZipStream

from apps.accounts.audit.recording import is_secret
from apps.accounts.models import AuditEntry, PrivacyRequest, User
from apps.accounts.ports import PersonalFile
from skyy.api.errors import Problem

from .related import references, rows_of

README = """What the studio keeps about you.

account.json   your account
audit.json     what you did and what was done to your account
activity/      everything else that names you, one file for each kind of row and reason
files/         the originals of what you uploaded, as they are stored now; they are the last in here
MISSING.txt    is there only if some of them could not be read: ask for those once more

Passwords are kept as hashes only and are left out, as are keys and codes.
"""
MISSING = "MISSING.txt"
LEFT_OUT = (models.BinaryField,)
_CHUNK = 1 << 16


def archive(person: User) -> bytes:
    """Return the ZIP of the rows."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", README)
        _write(packed, "account.json", [person])
        about = {"about_type": "accounts.user", "about_id": str(person.pk)}
        entries = AuditEntry.objects.filter(models.Q(person=person) | models.Q(**about))
        _write(packed, "audit.json", entries.iterator(chunk_size=500))
        for reference in references():
            model, name = reference
            if model in (AuditEntry, PrivacyRequest):
                continue
            rows = rows_of(reference, person)
            if rows.exists():
                name = f"activity/{model._meta.label_lower}.{name}.json"
                _write(packed, name, rows.iterator(chunk_size=500))
    return written.getvalue()


def with_files(rows: bytes, files: Sequence[PersonalFile]) -> Iterator[bytes]:
    """Yield a ZIP of the rows and the files, piece by piece; none is held in memory whole.

    A file that cannot be had is named in ``MISSING.txt``. One that breaks off breaks the ZIP off,
    which every program notices.
    """
    stream = ZipStream(compress_type=ZIP_STORED)
    with zipfile.ZipFile(io.BytesIO(rows)) as packed:
        for member in packed.namelist():
            stream.add(_member(packed, member), member, compress_type=ZIP_DEFLATED)
            yield from stream.all_files()
    missing = []
    for file in files:
        pieces = file.pieces()
        try:
            first = next(pieces, b"")
        except Problem:
            missing.append(file.name)
            continue
        stream.add(_after(first, pieces), f"files/{file.name}")
        yield from stream.all_files()
    if missing:
        stream.add("\n".join(missing).encode(), MISSING)
    yield from stream.finalize()


def _member(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as member:
        while piece := member.read(_CHUNK):
            yield piece


def _after(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _write(packed: zipfile.ZipFile, name: str, rows: Iterable[models.Model]) -> None:
    with packed.open(name, "w") as written:
        before = b"[\n"
        for row in rows:
            text = json.dumps(_row(row), ensure_ascii=False, indent=1, default=_plain)
            written.write(before + text.encode())
            before = b",\n"
        written.write(b"\n]\n")


def _row(row: models.Model) -> dict[str, Any]:
    return {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not isinstance(field, LEFT_OUT) and not is_secret(field.name)
    }


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
