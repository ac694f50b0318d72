"""The copy of a person's data: a ZIP of JSON files, one for each kind of row."""

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

from django.db import models

from apps.accounts.audit.recording import is_secret
from apps.accounts.models import AuditEntry, PrivacyRequest, User

from .related import references, rows_of

README = """What the studio keeps about you.

account.json   your account
audit.json     what you did and what was done to your account
activity/      everything else that names you, one file for each kind of row and reason

Passwords are kept as hashes only and are left out, as are keys and codes. Files that you uploaded
belong to your team and can be downloaded from the library; they are listed under activity/.
"""
LEFT_OUT = (models.BinaryField,)


def archive(person: User) -> bytes:
    """Return the ZIP."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", README)
        _write(packed, "account.json", [_row(person)])
        about = {"about_type": "accounts.user", "about_id": str(person.pk)}
        entries = AuditEntry.objects.filter(models.Q(person=person) | models.Q(**about))
        _write(packed, "audit.json", [_row(one) for one in entries.iterator(chunk_size=500)])
        for reference in references():
            model, name = reference
            if model in (AuditEntry, PrivacyRequest):
                continue
            rows = [_row(one) for one in rows_of(reference, person).iterator(chunk_size=500)]
            if rows:
                _write(packed, f"activity/{model._meta.label_lower}.{name}.json", rows)
    return written.getvalue()


def _write(packed: zipfile.ZipFile, name: str, rows: list[dict[str, Any]]) -> None:
    packed.writestr(name, json.dumps(rows, ensure_ascii=False, indent=1, default=_plain))


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
