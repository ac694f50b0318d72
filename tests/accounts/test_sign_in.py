import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.attempts import LIMIT
from apps.accounts.models import AuditEntry, User
from apps.accounts.people import create_person
from apps.accounts.roles import Role

PASSWORD = "a long walk at night"
SIGN_IN = "/sign-in/"


def post(client, username="rosa", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_a_stranger_is_sent_to_sign_in_and_back_again(client, rosa):
    wanted = reverse("accounts:profile")
    sent = client.get(wanted)
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"{SIGN_IN}?next={wanted}"
    page = client.get(sent.headers["Location"])
    assert f'name="next" value="{wanted}"' in page.content.decode()
    back = post(client, next=wanted)
    assert back.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200


def enters(door: str, typed: str, password: str = PASSWORD) -> bool:
    if door == "page":
        return post(Client(), username=typed, password=password).status_code == 302
    sent = {"username": typed, "password": password}
    return APIClient().post("/api/v1/auth/token/", sent).status_code == 200


@pytest.mark.parametrize("door", ["page", "api"])
def test_one_comes_in_by_e_mail_address_too(rosa, door):
    assert enters(door, "rosa@example.com")
    assert enters(door, "Rosa@Example.COM")
    assert not enters(door, "rosa@example.com", "another")
    assert not enters(door, "rosa@example")
    # People without an address share the lack of one.
    User.objects.update(email="")
    assert not enters(door, "@")
    assert not enters(door, "rosa@example.com")


@pytest.mark.parametrize("door", ["page", "api"])
def test_an_address_that_two_have_opens_to_neither_and_their_names_do(rosa, door):
    create_person("ada", "ROSA@example.com", PASSWORD, Role.DEVELOPER)
    assert not enters(door, "rosa@example.com")
    assert enters(door, "rosa")
    assert enters(door, "ada")
    User.objects.filter(username="ada").update(is_active=False)
    assert enters(door, "rosa@example.com")


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_name_is_not_taken_by_who_has_it_for_an_address(rosa, door):
    create_person("rosa@example.com", "", "another long walk", Role.DEVELOPER)
    assert enters(door, "rosa@example.com", "another long walk")
    assert not enters(door, "rosa@example.com")


def test_the_log_says_whose_address_was_tried(client, rosa):
    post(client, username="rosa@example.com", password="guess")
    entry = AuditEntry.objects.get(happening="account.sign_in_failed")
    assert entry.about_id == str(rosa.pk)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_never_leads_out_of_the_house(client, rosa, target):
    answer = post(client, next=target)
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]


def test_a_wrong_password_reads_like_an_unknown_name_and_a_closed_account(client, rosa):
    wrong = post(client, password="something else").context["form"].non_field_errors()
    unknown = post(client, username="nobody").context["form"].non_field_errors()
    rosa.is_active = False
    rosa.save()
    closed = post(client).context["form"].non_field_errors()
    assert wrong == unknown == closed
    assert len(wrong) == 1
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down_by_name_and_says_when_to_come_back(client, rosa):
    for _ in range(LIMIT):
        assert post(client, password="guess").status_code == 200
    refused = post(client, password=PASSWORD)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "_auth_user_id" not in client.session
    # Capitals are no way around it, and another name is not punished.
    assert post(client, username=" ROSA", password="guess").status_code == 429
    assert post(client, username="somebody", password="guess").status_code == 200


def test_a_forwarded_address_does_not_open_a_new_account_of_attempts(client, rosa):
    for number in range(LIMIT):
        client.post(
            SIGN_IN,
            {"username": "rosa", "password": "guess"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )
    answer = client.post(
        SIGN_IN,
        {"username": "rosa", "password": "guess"},
        headers={"x-forwarded-for": "10.9.9.9"},
    )
    assert answer.status_code == 429


def test_signing_in_clears_the_count(client, rosa):
    for _ in range(LIMIT - 1):
        post(client, password="guess")
    assert post(client).status_code == 302
    client.post("/sign-out/")
    assert post(client, password="guess").status_code == 200


def test_signing_out_needs_a_post_and_ends_the_session(client, rosa):
    client.force_login(rosa)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/profile/").status_code == 200
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/profile/").status_code == 302


def test_forms_without_the_token_of_the_page_are_refused(rosa):
    strict = Client(enforce_csrf_checks=True)
    assert post(strict).status_code == 403
