"""A person's data is handed to them whole, and forgotten when they ask."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts import ports
from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record
from apps.accounts.models import AuditEntry, PrivacyRequest, User
from apps.accounts.privacy import requests
from apps.accounts.privacy.related import is_theirs, references
from apps.accounts.roles import Role
from apps.assets.models import Asset

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """The job's work is done where it is asked for."""
    monkeypatch.setattr(ports.privacy_work, "_filled", requests.fulfil)


@pytest.fixture
def paola(person):
    made = person(Role.API_USER, first_name="Paola", email="paola@house.example")
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def owner(person):
    made = person(Role.SUPER_ADMIN)
    made.set_password(PASSWORD)
    made.save()
    return made


def api(person):
    made = APIClient()
    made.force_authenticate(person)
    return made


def unpacked(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def ask(by, kind, **more):
    return api(by).post("/api/v1/privacy/", {"kind": kind, "password": PASSWORD} | more)


def test_a_person_fetches_all_that_names_them(paola, team):
    Asset.objects.create(team=team, kind="image", name="Coat", created_by=paola)
    record(Happening.ASSET_DELETED, person=paola, name="Coat")
    made = ask(paola, "data")
    assert made.status_code == 202
    answer = api(paola).get(f"/api/v1/privacy/{made.json()['data']['id']}/archive/")
    assert answer["Content-Type"] == "application/zip"
    packed = unpacked(answer)
    files = {name: packed.read(name).decode() for name in packed.namelist()}
    assert json.loads(files["account.json"])[0]["email"] == "paola@house.example"
    assert "Coat" in files["activity/assets.asset.created_by.json"]
    assert "asset.deleted" in files["audit.json"]
    assert not [name for name, text in files.items() if paola.password in text]


def test_every_row_that_names_a_person_is_found():
    """A new foreign key to a person is part of the copy without anybody thinking of it."""
    found = {f"{model._meta.label}.{name}" for model, name in references()}
    assert {"assets.Asset.created_by", "jobs.Job.created_by", "jobs.ReviewDecision.decided_by"} <= (
        found
    )
    assert "jobs.ReviewClaim.user" in {
        f"{model._meta.label}.{name}" for model, name in references() if is_theirs((model, name))
    }


def test_erasure_leaves_the_work_and_forgets_the_person(sealed, paola, owner, team):
    asset = Asset.objects.create(team=team, kind="image", name="Coat", created_by=paola)
    by = record(Happening.ASSET_DELETED, person=paola, name="Coat", about=asset)
    about = record(Happening.ROLE_CHANGED, person=owner, about=paola, after={"role": "admin"})
    AuditEntry.objects.none()
    assert ask(paola, "erasure").status_code == 202
    gone = User.objects.get(pk=paola.pk)
    assert gone.username.startswith("erased-")
    assert (gone.first_name, gone.email, gone.is_active) == ("", "", False)
    assert not gone.check_password(PASSWORD)
    asset.refresh_from_db()
    assert asset.created_by == gone
    by.refresh_from_db()
    assert (by.person, by.address, by.about_name, by.erased) == (gone, "", "Coat", True)
    about.refresh_from_db()
    assert (about.after, about.erased) == ({}, True)
    assert AuditEntry.objects.get(happening=Happening.ERASED).about_id == str(paola.pk)
    text = json.dumps(list(AuditEntry.objects.values()), default=str)
    assert "paola" not in text.lower()


def test_who_was_erased_comes_in_no_more(paola):
    browser = Client()
    browser.force_login(paola)
    ask(paola, "erasure")
    assert browser.get("/").status_code == 302
    assert not Client().login(username=paola.username, password=PASSWORD)


@pytest.mark.parametrize("kind", ["data", "erasure"])
def test_nobody_asks_without_their_password(paola, kind):
    answer = api(paola).post("/api/v1/privacy/", {"kind": kind, "password": "guessed"})
    assert answer.status_code in (400, 403)
    assert not PrivacyRequest.objects.exists()
    browser = Client()
    browser.force_login(paola)
    assert browser.post("/privacy/", {"kind": kind, "password": "guessed"}).status_code == 422
    assert not PrivacyRequest.objects.exists()


def test_only_an_owner_asks_for_others(paola, owner, person):
    other = person(Role.READ_ONLY)
    assert ask(paola, "data", person=str(other.pk)).status_code == 403
    assert ask(owner, "data", person=str(other.pk)).status_code == 202
    assert PrivacyRequest.objects.get().person == other


def test_the_last_owner_is_not_erased(owner, person):
    refused = ask(owner, "erasure")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "conflict")
    person(Role.SUPER_ADMIN)
    assert ask(owner, "erasure").status_code == 202


def test_the_same_is_not_asked_for_twice_at_once(paola, monkeypatch):
    monkeypatch.setattr(ports.privacy_work, "_filled", lambda _row: None)
    assert ask(paola, "data").status_code == 202
    assert ask(paola, "data").status_code == 409
    assert ask(paola, "erasure").status_code == 202


def test_a_copy_is_not_kept_for_ever(paola):
    made = ask(paola, "data").json()["data"]["id"]
    PrivacyRequest.objects.update(expires_at=timezone.now())
    assert api(paola).get(f"/api/v1/privacy/{made}/archive/").status_code == 404
    requests.sweep()
    assert PrivacyRequest.objects.get().content is None
    assert PrivacyRequest.objects.get().status == "expired"


def test_fetching_and_asking_are_written_down(paola, owner):
    made = ask(owner, "data", person=str(paola.pk)).json()["data"]["id"]
    browser = Client()
    browser.force_login(owner)
    assert browser.get(f"/privacy/{made}/archive/").status_code == 200
    for happening in (Happening.DATA_ASKED, Happening.DATA_FETCHED):
        entry = AuditEntry.objects.get(happening=happening)
        assert (entry.person, entry.about_id) == (owner, str(paola.pk))
