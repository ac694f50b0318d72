"""The copy of a person's data holds what they uploaded, however much that is."""

import io
import tracemalloc
import zipfile

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from apps.accounts.models import PrivacyKind, PrivacyRequest, PrivacyStatus
from apps.accounts.privacy import requests
from apps.accounts.roles import Role
from apps.assets import ports
from apps.assets.models import Asset, Blob, Version
from tests.assets.pictures import jpeg

MEGABYTE = 1_000_000
LARGE = 200 * MEGABYTE
MEMORY = 16 * MEGABYTE


@pytest.fixture
def paola(person, monkeypatch):
    monkeypatch.setattr(ports.request_renditions, "_filled", lambda _version: None)
    return person(Role.API_USER)


def api(person):
    made = APIClient()
    made.force_authenticate(person)
    return made


def copy_of(person):
    return PrivacyRequest.objects.create(
        kind=PrivacyKind.DATA,
        status=PrivacyStatus.DONE,
        person=person,
        asked_by=person,
        content=requests.archive(person),
    )


def fetched(person) -> zipfile.ZipFile:
    answer = api(person).get(f"/api/v1/privacy/{copy_of(person).pk}/archive/")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def files_in(packed: zipfile.ZipFile) -> list[str]:
    return [name for name in packed.namelist() if name.startswith("files/")]


def upload(person, content, name):
    sent = {"file": SimpleUploadedFile(name, content, "image/jpeg"), "name": "Coat"}
    made = api(person).post("/api/v1/assets/", sent, format="multipart")
    assert made.status_code == 201, made.content
    return made.json()["data"]["id"]


def lying_there(person, team, key: str, size: int, source: str = "upload") -> Blob:
    blob = Blob.objects.create(
        storage="originals", sha256=f"{size:064x}", key=key, size=size, media_type="video/mp4"
    )
    asset = Asset.objects.create(team=team, kind="video", name="Film", status="ready")
    Version.objects.create(
        asset=asset, number=1, blob=blob, source=source, filename="film.mp4", created_by=person
    )
    return blob


def test_what_was_uploaded_is_in_it_byte_for_byte_and_nothing_of_others(paola, person):
    mine, others = jpeg(), jpeg(width=170)
    upload(paola, mine, "../my coat.jpg")
    upload(person(Role.API_USER), others, "theirs.jpg")
    packed = fetched(paola)
    (name,) = files_in(packed)
    assert name.endswith("my coat.jpg")
    assert ".." not in name
    assert packed.read(name) == mine
    assert "account.json" in packed.namelist()
    assert packed.testzip() is None


def test_what_lies_in_the_bin_is_theirs_too_and_what_a_job_made_is_not(paola, team):
    upload(paola, jpeg(), "coat.jpg")
    Asset.objects.update(status="deleted")
    key = storages["originals"].save("tests/made.mp4", ContentFile(b"made"))
    lying_there(paola, team, key, 4, source="job")
    assert len(files_in(fetched(paola))) == 1


def test_a_file_that_cannot_be_had_is_named_and_the_rest_is_there(paola, team):
    upload(paola, jpeg(), "coat.jpg")
    lying_there(paola, team, "tests/lost.mp4", 5)
    packed = fetched(paola)
    assert len(files_in(packed)) == 1
    assert packed.read("MISSING.txt").decode().endswith("film.mp4")


def test_a_large_file_passes_through_little_memory(paola, team, tmp_path):
    place = tmp_path / "large.mp4"
    with place.open("wb") as file:
        file.truncate(LARGE)
    with place.open("rb") as file:
        key = storages["originals"].save("tests/large.mp4", File(file))
    lying_there(paola, team, key, LARGE)
    row = copy_of(paola)
    tracemalloc.start()
    try:
        sent = sum(len(piece) for piece in requests.fetch(row, paola))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        storages["originals"].delete(key)
    assert sent > LARGE
    assert peak < MEMORY
