"""The database itself keeps the log as it was written."""

import importlib
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from apps.accounts.audit import sealing
from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record
from apps.accounts.models import AuditEntry

CHANGES = [
    {"happening": "asset.restored"},
    {"about_name": "Another coat"},
    {"about_name": "Another coat", "erased": True},
    {"about_name": ""},
    {"person_id": None, "erased": True},
    {"after": {"status": "ready"}, "erased": True},
    {"role": "", "erased": True},
]


@pytest.fixture
def entry(sealed, person):
    return record(
        Happening.ASSET_DELETED, person=person(), name="Coat", after={"status": "deleted"}
    )


@pytest.mark.parametrize("change", CHANGES, ids=[",".join(change) for change in CHANGES])
def test_no_entry_is_changed(entry, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(**change)


def test_no_entry_is_deleted(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_the_table_is_not_emptied_at_once(entry):
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL's")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {sealing.TABLE}")


def test_an_erasure_empties_what_is_a_persons_and_nothing_else(entry):
    AuditEntry.objects.filter(pk=entry.pk).update(address="", about_name="", erased=True)
    AuditEntry.objects.filter(pk=entry.pk).update(before={}, after={}, erased=True)
    entry.refresh_from_db()
    assert (entry.address, entry.about_name, entry.after) == ("", "", {})
    assert entry.erased


def test_nothing_is_erased_twice_into_something(entry):
    AuditEntry.objects.filter(pk=entry.pk).update(address="", erased=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(address="192.0.2.1", erased=True)


def test_entries_are_added_under_seal(entry):
    record(Happening.ASSET_RESTORED, name="Coat")
    assert AuditEntry.objects.count() == 2


def test_migrating_seals_the_table(db):
    migration = importlib.import_module("apps.accounts.migrations.0003_audit_log")
    migration.seal(None, SimpleNamespace(connection=connection))
    entry = record(Happening.ASSET_DELETED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()
