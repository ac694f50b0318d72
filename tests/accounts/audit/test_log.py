"""The log is read by Producers and Owners: as a page, as CSV, through the API."""

import csv
import io

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.audit import export
from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record
from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role


@pytest.fixture
def producer(person):
    return person(Role.ADMIN)


@pytest.fixture
def browser(producer):
    made = Client()
    made.force_login(producer)
    return made


def rows(answer):
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_page_shows_what_happened_in_the_team_alone(browser, producer, person, other_team):
    record(Happening.ASSET_DELETED, person=producer, name="Coat", after={"status": "deleted"})
    record(Happening.ASSET_DELETED, person=person(Role.ADMIN, other_team), name="Theirs")
    record(Happening.SIGN_IN_FAILED)
    text = browser.get("/audit/").content.decode()
    assert "Coat" in text
    assert "Theirs" not in text
    assert "Nobody signed in" not in text


def test_an_owner_sees_every_team_and_what_belongs_to_none(person, other_team):
    record(Happening.ASSET_DELETED, person=person(Role.ADMIN, other_team), name="Theirs")
    record(Happening.SIGN_IN_FAILED)
    owner = Client()
    owner.force_login(person(Role.SUPER_ADMIN))
    text = owner.get("/audit/").content.decode()
    assert "Theirs" in text
    assert "Nobody signed in" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("happening=asset.deleted", {"Coat"}),
        ("happening=asset.deleted&happening=product.published", {"Coat", "Shoe"}),
        ("about=hoe", {"Shoe"}),
        ("since=2999-01-01", set()),
        ("until=2999-01-01", {"Coat", "Shoe"}),
        ("address=192.0.2.9", set()),
    ],
)
def test_filters_narrow_page_api_and_export_alike(browser, producer, query, found):
    record(Happening.ASSET_DELETED, person=producer, name="Coat")
    record(Happening.PUBLISHED, person=producer, name="Shoe")
    page = browser.get(f"/audit/?{query}")
    assert {entry.about_name for entry in page.context["page_obj"]} == found
    api = APIClient()
    api.force_authenticate(producer)
    data = api.get(f"/api/v1/audit/?{query}").json()["data"]
    assert {entry["about_name"] for entry in data} == found
    taken = rows(browser.get(f"/audit/export.csv?{query}"))
    assert {row["about_name"] for row in taken} - {"audit log"} == found


@pytest.mark.parametrize("query", ["since=yesterday", "happening=none", "person=me"])
def test_a_filter_that_does_not_fit_is_told(browser, producer, query):
    assert browser.get(f"/audit/?{query}").status_code == 422
    assert browser.get(f"/audit/export.csv?{query}").status_code == 422
    api = APIClient()
    api.force_authenticate(producer)
    answer = api.get(f"/api/v1/audit/?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "request.invalid")


def test_the_export_holds_every_row_once_whatever_the_batch(browser, producer, monkeypatch):
    monkeypatch.setattr(export, "BATCH", 3)
    for number in range(7):
        record(Happening.ASSET_DELETED, person=producer, name=f"Coat {number}")
    names = [row["about_name"] for row in rows(browser.get("/audit/export.csv?about=Coat"))]
    assert names == [f"Coat {number}" for number in (6, 5, 4, 3, 2, 1, 0)]


def test_taking_the_log_away_is_itself_written_down(browser, producer):
    browser.get("/audit/export.csv?about=Coat").getvalue()
    entry = AuditEntry.objects.get(happening=Happening.EXPORTED)
    assert (entry.person, entry.after) == (producer, {"about": ["Coat"]})


def test_no_cell_is_a_formula(browser, producer):
    record(Happening.ASSET_DELETED, person=producer, name='=HYPERLINK("x")')
    (row,) = rows(browser.get("/audit/export.csv?happening=asset.deleted"))
    assert row["about_name"].startswith("'=")


def test_markup_in_an_entry_is_text(browser, producer):
    record(Happening.ASSET_DELETED, person=producer, name="<img src=x>", after={"<b>": "<i>"})
    text = browser.get("/audit/").content.decode()
    assert "<img src=x>" not in text
    assert "<b>" not in text
