"""The API names addresses of files; its tokens open them."""

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework_simplejwt.tokens import AccessToken

from apps.accounts.roles import Role
from apps.assets.models import Blob, Rendition


def bearer(user) -> dict[str, str]:
    return {"Authorization": f"Bearer {AccessToken.for_user(user)}"}


@pytest.fixture
def file(make_asset) -> str:
    return reverse("assets:file", args=[make_asset().current_version.pk])


def test_a_token_opens_a_file_as_it_opens_the_api(file, person):
    answer = Client().get(file, headers=bearer(person(Role.READ_ONLY)))
    assert answer.status_code == 200
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert "private" in answer.headers["Cache-Control"]


def test_a_token_opens_a_rendition(make_asset, person):
    version = make_asset().current_version
    blob = Blob.objects.create(
        storage="renditions", sha256="0" * 64, key="none", size=0, media_type="image/webp"
    )
    made = Rendition.objects.create(
        version=version, specification="thumb_320_webp", blob=blob, width=1, height=1
    )
    address = reverse("assets:rendition", args=[made.pk])
    assert Client().head(address, headers=bearer(person())).status_code == 200
    assert Client().head(address).status_code == 302


def test_a_token_of_another_team_finds_nothing(file, person, other_team):
    answer = Client().get(file, headers=bearer(person(Role.ADMIN, other_team)))
    assert answer.status_code == 404


def test_a_token_goes_before_the_session_it_comes_with(file, person, browser, other_team):
    client = browser(person())
    assert client.get(file).status_code == 200
    assert client.get(file, headers=bearer(person(Role.ADMIN, other_team))).status_code == 404


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer a b", "Bearer"])
def test_a_token_that_does_not_hold_is_told(file, header):
    answer = Client().get(file, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "auth.invalid")


def test_a_person_who_left_is_refused(file, person):
    gone = person(is_active=False)
    assert Client().get(file, headers=bearer(gone)).status_code == 401


def test_another_kind_of_authorization_is_no_sign_in(file):
    answer = Client().get(file, headers={"Authorization": "Basic cm9zYTpyb3Nh"})
    assert answer.status_code == 302


def test_a_token_opens_no_other_page(person):
    assert Client().get("/library/", headers=bearer(person())).status_code == 302
