"""Joining by e-mail: a link, then a password; nobody learns who is here already."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import hashers
from rest_framework.test import APIClient

from apps.accounts import signed_links
from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.accounts.letters import sent_letters

PASSWORD = "a long walk at night"
REGISTER = "/api/v1/auth/register/"
CONFIRM = "/api/v1/auth/register/confirm/"


@pytest.fixture
def api(db) -> APIClient:
    return APIClient()


def link_in(message) -> str:
    return re.search(r"https?://\S+", message.body)[0]


def token_in(message) -> str:
    return parse_qs(urlsplit(link_in(message)).query)["token"][0]


def ask(api, email="ada@example.com", **more):
    return api.post(REGISTER, {"email": email} | more)


def test_a_link_and_a_password_make_a_viewer_who_can_sign_in(api, client):
    asked = ask(api, first_name="Ada", last_name="Lind")
    assert asked.status_code == 202
    assert not User.objects.exists()
    (message,) = sent_letters()
    assert message.to == ["ada@example.com"]
    assert "<html" in message.alternatives[0][0]
    joined = api.post(CONFIRM, {"token": token_in(message), "password": PASSWORD})
    assert joined.status_code == 201
    ada = User.objects.get()
    assert (ada.role, ada.is_staff, ada.get_full_name()) == (Role.READ_ONLY, False, "Ada Lind")
    sent = {"username": "ada@example.com", "password": PASSWORD}
    assert client.post("/sign-in/", sent).status_code == 302
    assert client.get("/profile/").status_code == 200


def test_the_pages_lead_the_same_way(client, db):
    assert "Look into your mail" in (
        client.post("/register/", {"email": "ada@example.com"}).content.decode()
    )
    link = link_in(sent_letters()[0])
    assert "ada@example.com" in client.get(link).content.decode()
    different = client.post(link, {"password": PASSWORD, "again": "something else"})
    assert different.status_code == 422
    weak = client.post(link, {"password": "12345678", "again": "12345678"})
    assert weak.status_code == 422
    assert not User.objects.exists()
    assert client.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert User.objects.get().role == Role.READ_ONLY


@pytest.mark.parametrize("extra", ["role", "is_staff", "is_superuser", "team", "is_active"])
def test_nobody_chooses_their_role(api, extra):
    value = Role.SUPER_ADMIN if extra == "role" else True
    ask(api, **{extra: value})
    token = token_in(sent_letters()[0])
    api.post(CONFIRM, {"token": token, "password": PASSWORD, extra: value})
    ada = User.objects.get()
    assert (ada.role, ada.is_staff, ada.is_superuser) == (Role.READ_ONLY, False, False)


def test_an_address_that_is_taken_is_answered_alike_and_told_by_mail(api, rosa):
    known, unknown = ask(api, rosa.email.upper()), ask(api, "somebody@example.com")
    assert known.status_code == unknown.status_code == 202
    assert known.json()["data"] == unknown.json()["data"]
    first, second = sent_letters()
    assert first.to == [rosa.email]
    assert "token=" not in first.body
    assert "token=" in second.body


def test_the_answer_costs_as_many_hashes_for_taken_addresses(api, rosa, monkeypatch):
    made = []
    monkeypatch.setattr(hashers, "make_password", lambda *a, **k: made.append(a) or "x")
    ask(api, rosa.email)
    known = len(made)
    ask(api, "somebody@example.com")
    assert len(made) - known == known


def test_a_link_serves_once(api):
    ask(api)
    token = token_in(sent_letters()[0])
    assert api.post(CONFIRM, {"token": token, "password": PASSWORD}).status_code == 201
    again = api.post(CONFIRM, {"token": token, "password": "another walk at noon"})
    assert (again.status_code, again.json()["error"]["code"]) == (400, "link.invalid")
    assert User.objects.get().check_password(PASSWORD)


def test_a_link_to_a_password_is_no_link_to_join(api, rosa):
    api.post("/api/v1/auth/password/lost/", {"email": rosa.email})
    token = token_in(sent_letters()[0])
    answer = api.post(CONFIRM, {"token": token, "password": PASSWORD})
    assert answer.json()["error"]["code"] == "link.invalid"


@pytest.mark.parametrize("token", ["x", "a:b:c", "ä", "." * 2000])
def test_a_made_up_link_is_refused(api, token):
    answer = api.post(CONFIRM, {"token": token, "password": PASSWORD})
    assert answer.json()["error"]["code"] == "link.invalid"


def test_an_old_link_is_refused(api, settings):
    ask(api)
    settings.REGISTRATION_LINK_DAYS = -1
    answer = api.post(CONFIRM, {"token": token_in(sent_letters()[0]), "password": PASSWORD})
    assert answer.json()["error"]["code"] == "link.invalid"


def test_a_house_that_adds_its_people_itself_says_so_at_every_door(api, client, settings):
    ask(api)
    token = token_in(sent_letters()[0])
    settings.REGISTRATION = False
    for answer in (
        ask(api),
        api.post(CONFIRM, {"token": token, "password": PASSWORD}),
    ):
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "registration.closed"
    assert client.get("/register/").status_code == 403
    assert client.get(f"/register/join/?token={token}").status_code == 403
    assert "/register/" not in client.get("/sign-in/").content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "email", ["", "nowhere", "a b@example.com", "x" * 150 + "@example.com", "a\x00@example.com", 7]
)
def test_what_is_no_address_is_named(api, email):
    answer = ask(api, email)
    assert answer.status_code == 400
    assert "email" in answer.json()["error"]["fields"]
    assert not sent_letters()


def test_nobodys_mailbox_is_flooded(api):
    for _ in range(6):
        assert ask(api).status_code == 202
    assert len(sent_letters()) == 3


def test_without_a_way_to_send_mail_it_says_so(api, settings):
    settings.MAIL_AVAILABLE = False
    answer = ask(api)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "mail.unavailable")


def test_a_name_in_the_form_reaches_no_mail(api):
    ask(api, first_name="Win a prize at evil.example")
    message = sent_letters()[0]
    assert "evil" not in message.body + message.subject + message.alternatives[0][0]


def test_a_link_names_the_address_the_house_has_set(api, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"public_address": "https://studio.example"}
    )
    ask(api)
    assert link_in(sent_letters()[0]).startswith("https://studio.example/register/join/?token=")


def test_tokens_are_not_readable_by_other_purposes():
    token = signed_links.sign(signed_links.Purpose.JOIN, {"email": "a@b.example"})
    assert signed_links.read(signed_links.Purpose.JOIN, token)["email"] == "a@b.example"
