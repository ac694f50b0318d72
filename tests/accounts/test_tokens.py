import pytest
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role

PASSWORD = "a long walk at night"
TOKEN = "/api/v1/auth/token/"
REFRESH = "/api/v1/auth/token/refresh/"
ME = "/api/v1/auth/me/"


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def obtain(api, username="rosa", password=PASSWORD):
    return api.post(TOKEN, {"username": username, "password": password})


def bearer(token: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def test_a_token_opens_the_api_and_tells_who_one_is(api, rosa):
    tokens = obtain(api).json()["data"]
    me = api.get(ME, **bearer(tokens["access"])).json()
    assert me["error"] is None
    assert me["data"]["username"] == "rosa"
    assert me["data"]["role"] == Role.DEVELOPER
    assert me["data"]["role_label"] == "Reviewer"
    assert "review" in me["data"]["may"]
    assert "administer" not in me["data"]["may"]


def test_a_refresh_token_gives_another_access_token(api, rosa):
    refresh = obtain(api).json()["data"]["refresh"]
    answer = api.post(REFRESH, {"refresh": refresh})
    assert answer.status_code == 200
    assert api.get(ME, **bearer(answer.json()["data"]["access"])).status_code == 200


def test_a_wrong_password_reads_like_an_unknown_name_and_a_closed_account(api, rosa):
    wrong = obtain(api, password="guess")
    unknown = obtain(api, username="nobody")
    rosa.is_active = False
    rosa.save()
    closed = obtain(api)
    assert wrong.status_code == unknown.status_code == closed.status_code == 401
    assert wrong.json()["error"] == unknown.json()["error"] == closed.json()["error"]
    assert wrong.json()["error"]["code"] == "auth.invalid"
    assert wrong.json()["data"] is None


def test_without_a_token_one_is_asked_to_sign_in(api, db):
    answer = api.get(ME)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "auth.required"


def test_a_missing_field_is_named(api, db):
    answer = api.post(TOKEN, {"username": "rosa"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "request.invalid"
    assert "password" in answer.json()["error"]["fields"]


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_a_forged_refresh_token_is_refused(api, db, token):
    assert api.post(REFRESH, {"refresh": token}).status_code in (400, 401)


def test_tokens_end_with_the_person(api, rosa):
    tokens = obtain(api).json()["data"]
    rosa.is_active = False
    rosa.save()
    assert api.get(ME, **bearer(tokens["access"])).status_code == 401
    assert api.post(REFRESH, {"refresh": tokens["refresh"]}).status_code == 401
    User.objects.all().delete()
    answer = api.post(REFRESH, {"refresh": tokens["refresh"]})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "auth.invalid"


def test_tokens_end_with_the_password(api, rosa):
    access = obtain(api).json()["data"]["access"]
    rosa.set_password("another walk at noon")
    rosa.save()
    assert api.get(ME, **bearer(access)).status_code == 401


def test_guessing_is_throttled_by_address_whatever_a_header_says(api, rosa):
    for number in range(10):
        answer = api.post(
            TOKEN,
            {"username": f"name{number}", "password": "guess"},
            HTTP_X_FORWARDED_FOR=f"10.0.0.{number}",
        )
        assert answer.status_code == 401
    refused = api.post(
        TOKEN, {"username": "rosa", "password": PASSWORD}, HTTP_X_FORWARDED_FOR="10.9.9.9"
    )
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "throttled"
    assert int(refused.headers["Retry-After"]) > 0
