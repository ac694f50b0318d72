"""A link is made when it is asked for, hands the file out as an attachment, and runs out."""

import urllib.error
import urllib.request
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.roles import Role
from apps.assets import lifecycle
from apps.assets.links import link_to
from tests.assets.pictures import jpeg
from tests.assets.uploads.conftest import on_disk


def fetched(url: str) -> tuple[int, dict[str, str], bytes]:
    if url.startswith("/"):
        answer = Client().get(url)
        return answer.status_code, dict(answer.headers), answer.content
    try:
        with urllib.request.urlopen(url, timeout=20) as got:
            return got.status, dict(got.headers), got.read()
    except urllib.error.HTTPError as refused:
        return refused.code, {}, b""


@pytest.fixture
def link(make_asset, api, person):
    asset = make_asset(filename="Robe d’été.jpg")
    answer = api(person(Role.READ_ONLY)).post(f"/api/v1/assets/{asset.pk}/link/")
    assert answer.status_code == 200, answer.json()
    return answer.json()["data"]


def test_whoever_has_it_gets_the_file_as_an_attachment(link):
    status, headers, content = fetched(link["url"])
    assert (status, content) == (200, jpeg())
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Disposition"].startswith("attachment")
    assert (link["size"], link["media_type"]) == (len(jpeg()), "image/jpeg")


def test_a_tampered_one_is_refused(link):
    url = link["url"]
    forged = url[:-6] + "AAAAA/" if on_disk() else url[:-5] + "00000"
    assert fetched(forged)[0] == 403


def test_an_expired_one_is_refused(make_asset):
    version = make_asset().current_version
    assert fetched(link_to(version).url)[0] == 200
    if on_disk():
        made = link_to(version, seconds=-1)
    else:
        import botocore.auth

        # A bucket signs nothing that lasts no time: so it is signed yesterday, for a minute.
        yesterday = (timezone.now() - timedelta(days=1)).replace(tzinfo=None)
        with mock.patch.object(botocore.auth, "get_current_datetime", return_value=yesterday):
            made = link_to(version, seconds=60)
    assert fetched(made.url) == (403, mock.ANY, mock.ANY)


@pytest.mark.skipif(not on_disk(), reason="a bucket asks nobody")
def test_what_is_deleted_is_handed_out_no_more(make_asset):
    asset = make_asset()
    made = link_to(asset.current_version)
    lifecycle.delete(asset)
    assert fetched(made.url)[0] == 404


def test_another_team_gets_no_link(make_asset, api, person, other_team):
    stranger = api(person(Role.ADMIN, other_team))
    assert stranger.post(f"/api/v1/assets/{make_asset().pk}/link/").status_code == 404
