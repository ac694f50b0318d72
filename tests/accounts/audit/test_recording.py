"""What is written down, from where, and that no secret is."""

from decimal import Decimal

from django.db import transaction
from django.test import RequestFactory

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.origin import coming_from
from apps.accounts.audit.recording import changed, plain, record
from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role


def test_an_entry_knows_who_asked_from_where_and_in_which_request(person, team):
    request = RequestFactory().post("/api/v1/assets/", REMOTE_ADDR="192.0.2.7")
    request.user = somebody = person(Role.DEVELOPER)
    with coming_from(request):
        entry = record(Happening.ASSET_DELETED, about=team, name="Coat")
    entry.refresh_from_db()
    assert (entry.person, entry.role, entry.team_id) == (somebody, "developer", team.pk)
    assert (entry.address, entry.door) == ("192.0.2.7", "api")
    assert entry.request_id == request.skyy_request_id
    assert (entry.about_type, entry.about_id) == ("accounts.team", str(team.pk))


def test_work_without_a_request_comes_from_nowhere(db):
    entry = record(Happening.ASSET_REMOVED, name="Coat")
    assert (entry.person, entry.address, entry.request_id, entry.door) == (None, "", "", "work")


def test_what_a_client_claims_to_be_its_address_is_not_believed(person, team):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "198.51.100.1"}
    )
    with coming_from(request):
        assert record(Happening.EXPORTED).address == "192.0.2.7"


def test_an_entry_falls_with_the_transaction_of_what_it_records(person):
    with transaction.atomic():
        record(Happening.BUDGET_CHANGED, person=person())
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_secrets_are_hidden_by_name_and_by_look():
    kept = plain(
        {
            "password": "hunter22",
            "api_key": "abc",
            "note": "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
            "nested": {"token": "abc", "name": "kept"},
            "amount": Decimal("1.50"),
        }
    )
    assert kept["password"] == kept["api_key"] == kept["nested"]["token"] == "[hidden]"
    assert "eyJ" not in kept["note"]
    assert kept["nested"]["name"] == "kept"
    assert kept["amount"] == "1.50"


def test_values_are_bounded():
    kept = plain({"note": "x" * 10_000, "many": list(range(1000)), "nul": "a\0b"})
    assert len(kept["note"]) == 500
    assert len(kept["many"]) == 50
    assert kept["nul"] == "ab"


def test_only_what_differs_is_said():
    assert changed({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})
