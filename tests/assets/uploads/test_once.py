"""A file sent in a request with a key is taken once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.assets.models import Asset, Upload
from tests.assets.pictures import jpeg


@pytest.fixture
def post(api, contributor, asked_for):
    client = api(contributor)

    def send(data: bytes = jpeg(), key: str = "k1", **wish):
        body = {"file": SimpleUploadedFile("a.jpg", data)} | wish
        headers = {"Idempotency-Key": key}
        return client.post("/api/v1/assets/", body, format="multipart", headers=headers)

    return send


def test_the_same_file_under_the_same_key_makes_one_asset(post):
    first, again = post(), post()
    assert first.status_code == again.status_code == 201
    assert first.json()["data"]["id"] == again.json()["data"]["id"]
    assert Asset.objects.count() == 1
    assert post(key="k2").json()["data"]["id"] != first.json()["data"]["id"]


@pytest.mark.parametrize("other", [{"data": jpeg(130)}, {"role": "packshot"}, {"name": "Other"}])
def test_another_request_under_the_same_key_is_refused(post, other):
    post()
    answer = post(**other)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency.mismatch")
    assert Asset.objects.count() == 1


def test_a_refused_file_leaves_its_key_free(post):
    assert post(b"nothing").json()["error"]["code"] == "upload.unsupported"
    assert post().status_code == 201


def test_the_second_is_told_to_wait_while_the_first_is_under_way(post):
    post()
    Upload.objects.update(status="checking", checked_at=timezone.now())
    assert post().json()["error"]["code"] == "upload.settled"


@pytest.mark.parametrize("key", ["x" * 201])
def test_a_key_that_cannot_be_kept_is_refused(post, key):
    assert post(key=key).json()["error"]["code"] == "request.invalid"


def test_keys_of_two_people_are_two_keys(post, api, person):
    post()
    body = {"file": SimpleUploadedFile("a.jpg", jpeg())}
    headers = {"Idempotency-Key": "k1"}
    client = api(person())
    assert (
        client.post("/api/v1/assets/", body, format="multipart", headers=headers).status_code == 201
    )
    assert Asset.objects.count() == 2
