"""Passwords: changed with the old one, replaced by a link; whoever else was in is out."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts import devices
from apps.accounts.models import User
from tests.accounts.letters import sent_letters

PASSWORD = "a long walk at night"
NEW = "another walk at noon"
ROOT = "/api/v1/auth/"
ME = ROOT + "me/"


def signed_in(username="rosa", password=PASSWORD) -> APIClient:
    api = APIClient()
    pair = api.post(ROOT + "token/", {"username": username, "password": password}).json()["data"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    api.pair = pair
    return api


def token_in(message) -> str:
    link = re.search(r"https?://\S+", message.body)[0]
    return parse_qs(urlsplit(link).query)["token"][0]


def ask(email="rosa@example.com"):
    return APIClient().post(ROOT + "password/lost/", {"email": email})


def test_changing_it_ends_everything_else_and_renews_what_asked(rosa):
    here, elsewhere, browser = signed_in(), signed_in(), Client()
    browser.post("/sign-in/", {"username": "rosa", "password": PASSWORD})
    answer = here.post(ROOT + "password/", {"old_password": PASSWORD, "new_password": NEW})
    assert answer.status_code == 200
    pair = answer.json()["data"]
    assert here.get(ME).status_code == 401
    here.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    assert here.get(ME).status_code == 200
    assert elsewhere.get(ME).status_code == 401
    assert browser.get("/profile/").status_code == 302
    for old in (here.pair, elsewhere.pair):
        refreshed = APIClient().post(ROOT + "token/refresh/", {"refresh": old["refresh"]})
        assert refreshed.status_code == 401
    assert [message.subject for message in sent_letters()] == ["Your password was changed"]


def test_a_browser_stays_in_and_can_still_be_ended_from_elsewhere(client, rosa):
    client.post("/sign-in/", {"username": "rosa", "password": PASSWORD})
    client.post("/profile/password/", {"old_password": PASSWORD, "password": NEW, "again": NEW})
    assert client.get("/profile/").status_code == 200
    (device,) = devices.listed(rosa)
    devices.end(rosa, device.pk)
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("guess", NEW, "password.wrong", "old_password"),
        (PASSWORD, "short", "request.invalid", "new_password"),
        (PASSWORD, "rosa@example.com", "request.invalid", "new_password"),
        (PASSWORD, "", "request.invalid", "new_password"),
        (PASSWORD, "x" * 1001, "request.invalid", "new_password"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_changes(rosa, old, new, code, field):
    api = signed_in()
    answer = api.post(ROOT + "password/", {"old_password": old, "new_password": new})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code
    assert field in answer.json()["error"]["fields"]
    assert api.get(ME).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_a_link_sets_it_once_and_ends_every_session(client, rosa):
    elsewhere = signed_in()
    client.force_login(rosa)
    assert ask().status_code == 202
    token = token_in(sent_letters()[0])
    reset = {"token": token, "password": NEW}
    assert APIClient().post(ROOT + "password/reset/", reset).status_code == 204
    assert User.objects.get().check_password(NEW)
    assert elsewhere.get(ME).status_code == 401
    assert client.get("/profile/").status_code == 302
    again = APIClient().post(ROOT + "password/reset/", reset | {"password": PASSWORD})
    assert again.json()["error"]["code"] == "link.invalid"


def test_the_pages_lead_the_same_way(client, rosa):
    client.post("/password/lost/", {"email": rosa.email})
    link = re.search(r"https?://\S+", sent_letters()[0].body)[0]
    assert "rosa" in client.get(link).content.decode()
    assert client.post(link, {"password": "12345678", "again": "12345678"}).status_code == 422
    assert client.post(link, {"password": NEW, "again": NEW}).status_code == 302
    assert User.objects.get().check_password(NEW)
    assert client.get(link).status_code == 400


def test_nobody_learns_whether_an_address_is_here(rosa):
    closed = User.objects.create(username="gone", email="gone@example.com", is_active=False)
    closed.set_password(PASSWORD)
    closed.save()
    answers = [ask(email) for email in ("rosa@example.com", "no@example.com", "gone@example.com")]
    assert {answer.status_code for answer in answers} == {202}
    assert len({str(answer.json()["data"]) for answer in answers}) == 1
    assert [message.to for message in sent_letters()] == [["rosa@example.com"]]


def test_a_link_goes_to_the_address_on_file(rosa):
    ask("ROSA@EXAMPLE.COM")
    assert sent_letters()[0].to == ["rosa@example.com"]


def test_a_link_ends_when_something_else_happened_first(rosa):
    ask()
    token = token_in(sent_letters()[0])
    devices.end_everywhere(rosa)
    answer = APIClient().post(ROOT + "password/reset/", {"token": token, "password": NEW})
    assert answer.json()["error"]["code"] == "link.invalid"


def test_a_link_of_somebody_deactivated_is_dead(rosa):
    ask()
    token = token_in(sent_letters()[0])
    User.objects.update(is_active=False)
    answer = APIClient().post(ROOT + "password/reset/", {"token": token, "password": NEW})
    assert answer.json()["error"]["code"] == "link.invalid"


def test_another_address_holds_once_it_answered(rosa, client):
    api = signed_in()
    refused = api.patch(ME, {"email": "new@example.com"})
    assert refused.json()["error"]["code"] == "password.wrong"
    sent = {"email": "new@example.com", "password": PASSWORD, "first_name": "Rosa"}
    assert api.patch(ME, sent).status_code == 200
    rosa.refresh_from_db()
    assert (rosa.email, rosa.first_name) == ("rosa@example.com", "Rosa")
    link = re.search(r"https?://\S+", sent_letters()[0].body)[0]
    client.get(link)
    rosa.refresh_from_db()
    assert rosa.email == "rosa@example.com"
    assert sent_letters()[0].to == ["new@example.com"]
    token = {"token": token_in(sent_letters()[0])}
    assert APIClient().post(ROOT + "email/confirm/", token).status_code == 204
    rosa.refresh_from_db()
    assert rosa.email == "new@example.com"
    assert sent_letters()[1].to == ["rosa@example.com"]
    assert APIClient().post(ROOT + "email/confirm/", token).status_code == 400


def test_the_profile_takes_no_role(rosa):
    api = signed_in()
    api.patch(ME, {"role": "super_admin", "is_staff": True, "last_name": "Lind"})
    rosa.refresh_from_db()
    assert (rosa.role, rosa.is_staff, rosa.last_name) == ("developer", False, "Lind")


def test_guessing_the_old_password_of_an_open_session_is_slowed(rosa):
    api = signed_in()
    wrong = {"old_password": "guess", "new_password": NEW}
    answers = [api.post(ROOT + "password/", wrong) for _ in range(9)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
