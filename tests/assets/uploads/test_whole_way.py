"""A file goes to an address signed for it and into the library, whichever storage there is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.assets import blobs
from apps.assets.models import Asset, Blob, Upload
from apps.assets.uploads.sweeping import sweep
from tests.assets.content.made import sound
from tests.assets.pictures import jpeg, png
from tests.assets.uploads.conftest import configured, digest, keys, send


@pytest.mark.parametrize("form", [False, True])
def test_what_arrives_becomes_an_asset_under_its_hash(
    opened, confirmed, photograph, form, collection, asked_for
):
    before = keys()
    upload = opened(sha256=digest(photograph), collection="signature", name="Bag", form=form)
    assert upload["status"] == "waiting"
    assert send(upload["address"], photograph) in {200, 204}
    answer = confirmed(upload)
    assert answer.status_code == 200, answer.json()
    told = answer.json()["data"]
    assert (told["name"], told["kind"], told["media_type"]) == ("Bag", "image", "image/jpeg")
    assert told["collection"]["slug"] == "signature"
    asset = Asset.objects.get()
    blob = asset.current_version.blob
    assert blob.sha256 == digest(photograph)
    assert blob.sha256 in blob.key
    assert asked_for == [asset.current_version.pk]
    with blobs.open_blob(blob) as stored:
        assert stored.read() == photograph
    assert keys() - before == {blob.key}


def test_confirming_again_gives_the_same_asset(opened, confirmed, photograph):
    upload = opened()
    send(upload["address"], photograph)
    first, again = confirmed(upload), confirmed(upload)
    assert first.json()["data"]["id"] == again.json()["data"]["id"]
    assert Asset.objects.count() == 1


def test_nothing_that_never_came_is_confirmed(opened, confirmed, photograph):
    upload = opened()
    answer = confirmed(upload)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "upload.not_arrived")
    # It still waits, and an address that is asked for again takes the file.
    assert send(upload["address"], photograph) in {200, 204}
    assert confirmed(upload).status_code == 200


def test_what_is_sent_after_the_check_changes_nothing(opened, confirmed, photograph):
    upload = opened()
    send(upload["address"], photograph)
    blob = Asset.objects.get(pk=confirmed(upload).json()["data"]["id"]).current_version.blob
    send(upload["address"], bytes(len(photograph)))
    with blobs.open_blob(blob) as stored:
        assert stored.read() == photograph


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"sha256": "0" * 64}, "upload.mismatch"),
        ({"media_type": "image/png"}, "upload.mismatch"),
        ({"role": "voice_sample"}, "upload.wrong_kind"),
    ],
)
def test_what_is_not_what_was_said_is_refused_and_removed(
    opened, confirmed, photograph, said, code
):
    before = keys()
    upload = opened(**said)
    assert send(upload["address"], photograph) in {200, 204}
    answer = confirmed(upload)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert keys() == before
    assert not Asset.objects.exists()
    assert not Blob.objects.exists()
    assert confirmed(upload).json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg onload='alert(1)'></svg>", "upload.unsupported"),
        (jpeg()[:1000], "photo.truncated"),
        (jpeg(50, 50), "photo.too_small"),
    ],
)
def test_a_hostile_file_leaves_nothing(opened, confirmed, data, code):
    before = keys()
    upload = opened(data)
    send(upload["address"], data)
    assert confirmed(upload).json()["error"]["code"] == code
    assert keys() == before
    assert not Blob.objects.exists()


def test_a_type_that_is_said_in_other_words_is_the_same(opened, confirmed):
    data = sound(12)
    upload = opened(data, media_type="audio/x-wav", role="voice_sample", filename="a.wav")
    send(upload["address"], data)
    assert confirmed(upload).json()["data"]["media_type"] == "audio/wav"


def test_an_address_takes_exactly_what_was_announced(opened, confirmed, photograph):
    for other in (photograph + b"x", photograph[:-1]):
        upload = opened(photograph)
        assert send(upload["address"], other) >= 400
        assert confirmed(upload).json()["error"]["code"] == "upload.not_arrived"


def test_a_form_takes_exactly_what_was_announced(opened, confirmed, photograph):
    for other in (photograph + b"x" * 2000, photograph[:-1000]):
        upload = opened(photograph, form=True)
        assert send(upload["address"], other) >= 400
        assert confirmed(upload).json()["error"]["code"] == "upload.not_arrived"


def test_more_than_an_original_may_have_is_refused_before_it_is_sent(
    api, contributor, settings, photograph
):
    settings.CONFIGURATION = configured(max_original_megabytes=1)
    wish = {"filename": "a.jpg", "size": 1_000_001}
    answer = api(contributor).post("/api/v1/assets/uploads/", wish, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "upload.too_large")
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"filename": "../a.jpg", "size": 1}, "upload.bad_name"),
        ({"filename": "a\x1b.jpg", "size": 1}, "upload.bad_name"),
        ({"filename": "a.jpg", "size": 0}, "upload.empty"),
        ({"filename": "a.jpg", "size": 11_000_000, "role": "portrait"}, "upload.too_large"),
        ({"filename": "a.jpg", "size": -1}, "request.invalid"),
        ({"filename": "a.jpg", "size": 10, "sha256": "xyz"}, "request.invalid"),
        ({"filename": "a.jpg", "size": 10, "collection": "none"}, "collection.unknown"),
        ({"size": 10}, "request.invalid"),
    ],
)
def test_what_cannot_come_gets_no_address(api, contributor, wish, code):
    answer = api(contributor).post("/api/v1/assets/uploads/", wish, format="json")
    assert answer.json()["error"]["code"] == code
    assert not Upload.objects.exists()


def test_the_same_key_gives_the_same_upload(api, contributor, photograph):
    client = api(contributor)

    def ask(**wish):
        wish = {"filename": "a.jpg", "size": 100} | wish
        headers = {"Idempotency-Key": "one"}
        return client.post("/api/v1/assets/uploads/", wish, format="json", headers=headers)

    assert ask().json()["data"]["id"] == ask().json()["data"]["id"]
    assert ask(size=101).json()["error"]["code"] == "idempotency.mismatch"
    assert Upload.objects.count() == 1


def test_an_upload_is_nobody_elses(opened, confirmed, api, person, photograph):
    upload = opened()
    send(upload["address"], photograph)
    stranger = api(person())
    for path in ("", "confirm/", "address/"):
        address = f"/api/v1/assets/uploads/{upload['id']}/{path}"
        answer = stranger.post(address) if path else stranger.get(address)
        assert answer.status_code == 404
    assert not Asset.objects.exists()


def test_the_same_bytes_twice_are_kept_once(
    opened, confirmed, photograph, django_capture_on_commit_callbacks
):
    before = keys()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            upload = opened()
            send(upload["address"], photograph)
            assert confirmed(upload).status_code == 200
    assert Asset.objects.count() == 2
    assert keys() - before == {Blob.objects.get().key}


def test_what_nobody_confirms_is_swept(opened, photograph):
    before = keys()
    upload = opened()
    send(upload["address"], photograph)
    assert keys() != before
    sweep()
    assert keys() != before
    Upload.objects.update(expires_at=timezone.now() - timedelta(hours=13))
    sweep()
    assert keys() == before
    assert Upload.objects.get().status == "abandoned"


def test_what_is_sent_after_the_end_is_swept_too(opened, confirmed):
    data = png()
    upload = opened(data)
    send(upload["address"], data)
    confirmed(upload)
    after = keys()
    from django.core.files.base import ContentFile
    from django.core.files.storage import storages

    storages["originals"].save(Upload.objects.get().incoming_key, ContentFile(b"late"))
    Upload.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    sweep()
    assert keys() == after


def test_a_storage_that_fails_while_it_is_confirmed_leaves_a_file_that_can_be(
    opened, confirmed, photograph, monkeypatch
):
    upload = opened()
    send(upload["address"], photograph)
    from apps.assets.uploads import confirming

    real, calls = confirming.move, []

    def fail(source, target, **more):
        calls.append(target)
        if len(calls) == 2:
            raise OSError("gone")
        real(source, target, **more)

    monkeypatch.setattr(confirming, "move", fail)
    answer = confirmed(upload)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage.failed")
    assert not Asset.objects.exists()
    assert not Blob.objects.exists()
    assert confirmed(upload).status_code == 200


def test_a_check_that_died_is_taken_over(opened, confirmed, photograph):
    upload = opened()
    send(upload["address"], photograph)
    Upload.objects.update(status="checking", checked_at=timezone.now())
    assert confirmed(upload).json()["error"]["code"] == "upload.settled"
    Upload.objects.update(checked_at=timezone.now() - timedelta(hours=1))
    assert confirmed(upload).status_code == 200
