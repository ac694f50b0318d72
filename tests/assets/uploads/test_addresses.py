"""Addresses hold for one key, one size and one hour, in either setting."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from apps.assets.models import Upload
from apps.assets.uploads import disk
from apps.assets.uploads.addresses import issue
from apps.assets.uploads.opening import open_upload
from tests.assets.pictures import jpeg
from tests.assets.uploads.conftest import on_disk, send


def test_a_tampered_address_is_refused(opened, confirmed, photograph):
    upload, other = opened(), opened()
    address = upload["address"]
    url = address["url"]
    mine, theirs = (Upload.objects.get(pk=one["id"]) for one in (upload, other))
    if on_disk():
        token = url.rstrip("/").rpartition("/")[2]
        forged = [url.replace(token, token[:-2] + "AA"), url.replace(token, token[3:])]
    else:
        forged = [
            url.replace(mine.pk.hex, theirs.pk.hex),
            url.replace("X-Amz-Expires=", "X-Amz-Expires=1"),
            urlsplit(url)._replace(query="").geturl(),
        ]
    for one in forged:
        assert one != url
        assert send(address | {"url": one}, photograph) in {400, 403, 404}
    for one in (upload, other):
        assert confirmed(one).json()["error"]["code"] == "upload.not_arrived"


def test_an_expired_address_is_refused(contributor, db, asked_for, photograph):
    upload = open_upload(contributor, filename="a.jpg", size=len(photograph))
    for form in (False, True):
        # A bucket takes no address that lasts no time; this one lasted a second.
        made = issue(upload, seconds=-5 if on_disk() or form else 1, form=form)
        if not (on_disk() or form):
            made = _aged(made)
        told = {"method": made.method, "url": made.url, "headers": made.headers}
        assert send(told | {"fields": made.fields}, photograph) in {400, 403, 410}


def _aged(address):
    """The same signature under a date of yesterday is another: so it is signed again, then."""
    from dataclasses import replace
    from unittest import mock

    import botocore.auth

    yesterday = timezone.now() - timedelta(days=1)
    upload = Upload.objects.get()
    name = "get_current_datetime"
    with mock.patch.object(botocore.auth, name, return_value=yesterday.replace(tzinfo=None)):
        made = issue(upload, seconds=60)
    return replace(address, url=made.url, headers=made.headers)


def test_a_form_whose_policy_was_changed_is_refused(opened, photograph):
    upload = opened(form=True)
    address = upload["address"]
    if on_disk():
        assert address["fields"] == {}
        return
    for name in ("policy", "x-amz-signature", "key"):
        said = address["fields"][name]
        fields = address["fields"] | {name: said[:-1] + ("1" if said.endswith("0") else "0")}
        assert send(address | {"fields": fields}, photograph) >= 400


def test_an_address_is_renewed_while_the_file_is_waited_for(
    opened, api, contributor, confirmed, photograph
):
    upload = opened()
    Upload.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    answer = api(contributor).post(f"/api/v1/assets/uploads/{upload['id']}/address/")
    assert answer.status_code == 200, answer.json()
    fresh = answer.json()["data"]
    assert fresh["expires_at"] > upload["expires_at"]
    assert send(fresh["address"], photograph) in {200, 204}
    assert confirmed(upload).status_code == 200
    late = api(contributor).post(f"/api/v1/assets/uploads/{upload['id']}/address/")
    assert late.json()["error"]["code"] == "upload.settled"


@pytest.mark.skipif(not on_disk(), reason="the bucket has signatures of its own")
def test_a_body_without_a_signature_is_refused_before_it_is_read(opened):
    url = opened()["address"]["url"]
    assert disk.largest_at(url) == len(jpeg())
    assert disk.largest_at(url[:-4] + "xxx/") == 0
    assert disk.largest_at("/library/upload/") is None


@pytest.mark.skipif(not on_disk(), reason="the bucket has signatures of its own")
def test_a_signature_made_for_something_else_is_none(client, opened, photograph):
    from django.core import signing

    token = signing.dumps(["incoming/x", 5, 99999999999])
    assert client.put(f"/media/uploads/{token}/", b"12345").status_code == 403
