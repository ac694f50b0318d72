"""A large file comes in parts, in any order, and goes on where it broke; in either setting."""

import tracemalloc
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from apps.assets import blobs
from apps.assets.models import Asset, Blob, Upload
from apps.assets.uploads import limits, opening, parts
from apps.assets.uploads.sweeping import sweep
from tests.assets.pictures import jpeg
from tests.assets.uploads.conftest import digest, keys, on_disk, send

SIZE = 5 << 20
"""Buckets take no smaller part but the last."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(opening, "PART_BYTES", SIZE)


@pytest.fixture(scope="module")
def large() -> bytes:
    # What follows a picture's end is no part of it.
    return jpeg() + bytes(range(256)) * ((2 * SIZE + 300_000) // 256)


@pytest.fixture
def client(api, contributor):
    return api(contributor)


@pytest.fixture
def begun(opened, large):
    return lambda **wish: opened(large, parts=True, sha256=digest(large), **wish)


def at(upload, path="parts/") -> str:
    return f"/api/v1/assets/uploads/{upload['id']}/{path}"


def sign(client, upload, *numbers):
    answer = client.post(at(upload), {"numbers": numbers}, format="json")
    assert answer.status_code == 200, answer.json()
    return answer.json()["data"]


def piece(large: bytes, number: int) -> bytes:
    return large[(number - 1) * SIZE : number * SIZE]


def arrived(client, upload) -> list[int]:
    return [one["number"] for one in client.get(at(upload)).json()["data"] if one["arrived"]]


def test_it_goes_on_where_it_broke(begun, client, confirmed, large):
    before = keys()
    upload = begun()
    assert (upload["part_size"], upload["address"]) == (SIZE, None)
    assert arrived(client, upload) == []
    third, first = sign(client, upload, 3, 1)[::-1]
    assert send(third["address"], piece(large, 3)) in {200, 204}
    assert send(first["address"], piece(large, 1)) in {200, 204}
    assert arrived(client, upload) == [1, 3]
    answer = confirmed(upload)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "upload.not_arrived")
    assert ": 2." in answer.json()["error"]["message"]
    [second] = sign(client, upload, 2)
    send(second["address"], piece(large, 2))
    assert arrived(client, upload) == [1, 2, 3]
    tracemalloc.start()
    answer = confirmed(upload)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 200, answer.json()
    # Whatever its size, no more than a few pieces of it are in memory.
    assert most < SIZE
    blob = Asset.objects.get().current_version.blob
    assert (blob.sha256, blob.size) == (digest(large), len(large))
    with blobs.open_blob(blob) as stored:
        assert stored.read() == large
    assert keys() - before == {blob.key}
    assert confirmed(upload).json()["data"]["id"] == answer.json()["data"]["id"]


def test_a_part_that_is_sent_again_takes_the_place_of_the_first(begun, client, confirmed, large):
    upload = begun()
    for one in sign(client, upload, 1, 2, 3):
        if one["number"] == 2:
            send(one["address"], bytes(SIZE))
        send(one["address"], piece(large, one["number"]))
    assert confirmed(upload).status_code == 200


def test_parts_that_are_not_what_was_announced_leave_nothing(begun, client, confirmed, large):
    before, on_the_way = keys(), half_sent()
    upload = begun()
    for one in sign(client, upload, 1, 2, 3):
        send(one["address"], bytes(one["size"]))
    assert confirmed(upload).json()["error"]["code"] == "upload.unsupported"
    assert keys() == before
    assert not Blob.objects.exists()
    assert half_sent() == on_the_way


def test_a_part_takes_no_more_and_no_less_than_its_bytes(begun, client, large):
    upload = begun()
    [last] = sign(client, upload, 3)
    assert last["size"] == len(piece(large, 3))
    for other in (piece(large, 3) + b"x", piece(large, 3)[:-1]):
        assert send(last["address"], other) >= 400
    assert arrived(client, upload) == []


def test_a_part_that_is_too_large_is_refused_when_it_is_put_together(
    begun, client, confirmed, large
):
    """Where a storage does not hold to what was signed."""
    before, on_the_way = keys(), half_sent()
    upload = begun()
    for one in sign(client, upload, 1, 2, 3):
        send(one["address"], piece(large, one["number"]))
    row = Upload.objects.get()
    with mock.patch.object(parts, "expected", return_value={1: SIZE, 2: SIZE, 3: 7}):
        answer = confirmed(upload)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "upload.mismatch")
    assert row.size == len(large)
    assert keys() == before
    assert half_sent() == on_the_way


def test_an_address_of_a_part_takes_no_other_and_expires(begun, client, large):
    upload = begun()
    first, second = sign(client, upload, 1, 2)
    url = first["address"]["url"]
    if on_disk():
        token, other = (
            one["address"]["url"].rstrip("/").rpartition("/")[2] for one in (first, second)
        )
        mixed = other.partition(":")[0] + token[token.index(":") :]
        forged = [url.replace(token, token[:-2] + "AA"), url.replace(token, mixed)]
    else:
        forged = [
            url.replace("partNumber=1", "partNumber=2"),
            url.replace("uploadId=", "uploadId=0"),
            url.replace(Upload.objects.get().pk.hex, "0" * 32),
            url.replace("X-Amz-Expires=", "X-Amz-Expires=1"),
        ]
    for one in forged:
        assert one != url
        assert send(first["address"] | {"url": one}, piece(large, 1)) in {400, 403, 404}
    assert send(_aged(first["address"]), piece(large, 1)) in {400, 403, 410}
    assert arrived(client, upload) == []


def _aged(address):
    row = Upload.objects.get()
    if on_disk():
        made = parts._address(row, 1, SIZE, -5)
    else:
        import botocore.auth

        yesterday = (timezone.now() - timedelta(days=1)).replace(tzinfo=None)
        with mock.patch.object(botocore.auth, "get_current_datetime", return_value=yesterday):
            made = parts._address(row, 1, SIZE, 60)
    return address | {"url": made.url}


@pytest.mark.parametrize("numbers", [[], [0], [4], [1, 99], list(range(1, 102)), "1", [1.5]])
def test_parts_that_there_are_not_get_no_address(begun, client, numbers):
    answer = client.post(at(begun()), {"numbers": numbers}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "request.invalid")


def test_in_one_piece_and_in_parts_do_not_mix(opened, begun, client):
    whole, split = opened(), begun()
    assert client.get(at(whole)).json()["data"] == []
    for answer in (
        client.post(at(whole), {"numbers": [1]}, format="json"),
        client.post(at(split, "address/")),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")


def test_what_is_given_up_leaves_nothing(begun, client, confirmed, large):
    before, on_the_way = keys(), half_sent()
    upload = begun()
    for one in sign(client, upload, 1, 2):
        send(one["address"], piece(large, one["number"]))
    assert client.delete(at(upload, "")).status_code == 204
    assert keys() == before
    assert half_sent() == on_the_way
    assert client.delete(at(upload, "")).json()["error"]["code"] == "upload.settled"
    assert confirmed(upload).json()["error"]["code"] == "upload.settled"
    answer = client.post(at(upload), {"numbers": [3]}, format="json")
    assert answer.json()["error"]["code"] == "upload.settled"


def test_what_nobody_confirms_is_swept(begun, client, large):
    before, on_the_way = keys(), half_sent()
    upload = begun()
    send(sign(client, upload, 1)[0]["address"], piece(large, 1))
    sweep()
    assert arrived(client, upload) == [1]
    Upload.objects.update(expires_at=timezone.now() - timedelta(hours=13))
    sweep()
    assert Upload.objects.get().status == "abandoned"
    assert keys() == before
    assert half_sent() == on_the_way


def test_a_check_that_died_after_the_parts_were_joined_is_taken_over(
    begun, client, confirmed, large
):
    upload = begun()
    for one in sign(client, upload, 1, 2, 3):
        send(one["address"], piece(large, one["number"]))
    parts.join(Upload.objects.get())
    assert confirmed(upload).status_code == 200


def test_a_stranger_gets_no_part(begun, api, person):
    upload, stranger = begun(), api(person())
    assert stranger.get(at(upload)).status_code == 404
    assert stranger.post(at(upload), {"numbers": [1]}, format="json").status_code == 404
    assert stranger.delete(at(upload, "")).status_code == 404


@pytest.mark.skipif(on_disk(), reason="a disk has no parts without an upload")
def test_parts_of_no_upload_are_swept(begun, client, large, monkeypatch):
    upload = begun()
    kept = sign(client, upload, 1)[0]
    forgotten = storages["originals"].begin_parts("incoming/x/forgotten")
    mine = Upload.objects.get().multipart
    sweep()
    assert {mine, forgotten} <= half_sent()
    monkeypatch.setattr(parts, "PATIENCE", -timedelta(days=1))
    sweep()
    assert half_sent() == {mine}
    assert send(kept["address"], piece(large, 1)) == 200


def test_a_file_of_any_size_has_no_more_parts_than_buckets_take(opened):
    assert limits.MOST_PARTS * limits.PART_BYTES > 100_000_000_000
    with mock.patch.object(opening, "MOST_PARTS", 2):
        upload = opened(size=999_999_999, parts=True)
    assert upload["part_size"] == 500_000_000


def half_sent() -> set[str]:
    if on_disk():
        return {key for key in keys() if ".parts/" in key}
    later = timezone.now() + timedelta(hours=1)
    return {multipart for _, multipart in storages["originals"].begun_before("incoming", later)}
