"""API keys: shown once, kept as a hash, bounded by scope, role, time and their person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts import api_keys
from apps.accounts.models import ApiKey, AuditEntry, User
from apps.accounts.permissions import Action
from apps.accounts.roles import Role
from skyy.api.errors import Code, Problem

ROOT = "/api/v1/auth/api-keys/"
ME = "/api/v1/auth/me/"
PRODUCTS = "/api/v1/products/"


def with_key(text) -> APIClient:
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {text}")
    return api


@pytest.fixture
def key(rosa):
    return api_keys.create(rosa, "shop", ["read"], 30)


def test_a_key_opens_what_it_was_made_for_and_nothing_else(key):
    api = with_key(key[1])
    assert api.get(ME).json()["data"]["username"] == "rosa"
    refused = api.post(PRODUCTS, {"name": "Coat", "style_code": "X-1"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "api_key.scope")


def test_a_key_never_goes_beyond_the_role_of_now(rosa):
    _row, text = api_keys.create(rosa, "shop", ["read", "edit_products"], 30)
    User.objects.filter(pk=rosa.pk).update(role=Role.READ_ONLY)
    refused = with_key(text).post(PRODUCTS, {"name": "Coat", "style_code": "X-1"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "permission.denied")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", ROOT),
        ("get", ROOT),
        ("post", "/api/v1/auth/password/"),
        ("post", "/api/v1/auth/second-factor/"),
        ("patch", ME),
        ("post", "/api/v1/auth/sign-out/everywhere/"),
        ("get", "/api/v1/auth/devices/"),
    ],
)
def test_no_key_reaches_the_account_itself(rosa, method, path):
    scopes = [action.value for action in api_keys.grantable(rosa)]
    _row, text = api_keys.create(rosa, "all of it", scopes, 30)
    answer = getattr(with_key(text), method)(path, {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "api_key.scope")


def test_the_text_is_kept_nowhere(key):
    row, text = key
    kept = " ".join(str(value) for value in ApiKey.objects.values_list().get())
    secret = text.removeprefix(f"{row.prefix}_")
    assert len(secret) >= 43
    assert secret not in kept
    said = " ".join(str(values) for values in AuditEntry.objects.values_list())
    assert secret not in said
    assert "key.made" in said


def test_revoked_expired_and_deactivated_open_nothing_at_once(key, rosa):
    row, text = key
    api = with_key(text)
    ApiKey.objects.update(expires_at=timezone.now())
    assert api.get(ME).status_code == 401
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert api.get(ME).status_code == 200
    User.objects.update(is_active=False)
    assert api.get(ME).status_code == 401
    User.objects.update(is_active=True)
    api_keys.revoke(rosa, row.pk)
    answer = api.get(ME)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "auth.invalid")


def test_a_letter_changed_opens_nothing(key):
    row, text = key
    changed = text[:-1] + ("A" if text[-1] != "A" else "B")
    for bent in (
        changed,
        row.prefix,
        text + "x",
        text.upper(),
        "x",
        "",
        f"{text} {text}",
        "ä" * 50,
    ):
        assert with_key(bent.encode().decode("latin-1")).get(ME).status_code == 401


def test_its_last_use_is_noted(key):
    assert key[0].last_used_at is None
    with_key(key[1]).get(ME)
    used = ApiKey.objects.get()
    assert used.last_used_at is not None
    assert used.last_used_from == "127.0.0.1"


def test_the_log_says_from_where_it_is_used_once_for_each_place(key, rosa):
    def places():
        entries = AuditEntry.objects.filter(happening="key.used_from_new_address").order_by("id")
        assert {(entry.person_id, entry.about_id) for entry in entries} <= {
            (rosa.pk, str(key[0].pk))
        }
        return [entry.address for entry in entries]

    api = with_key(key[1])
    for place in ("127.0.0.1", "127.0.0.1", "203.0.113.9", "127.0.0.1", "203.0.113.9"):
        assert api.get(ME, REMOTE_ADDR=place).status_code == 200
        assert ApiKey.objects.get().last_used_from == place
    assert places() == ["127.0.0.1", "203.0.113.9"]
    # What opens nothing is no use of it.
    with_key(key[1][:-1]).get(ME, REMOTE_ADDR="198.51.100.7")
    assert len(places()) == 2


def test_one_place_and_one_minute_cost_no_write(key):
    api = with_key(key[1])
    api.get(ME)
    with CaptureQueriesContext(connection) as asked:
        api.get(ME)
    assert not [query["sql"] for query in asked if not query["sql"].startswith("SELECT")]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["own_account"]}, "scopes"),
        ({"scopes": ["publish"]}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"days": "forever"}, "days"),
    ],
)
def test_what_cannot_be_is_named_and_no_key_is_made(rosa, values, field):
    api = APIClient()
    api.force_login(rosa)
    answer = api.post(ROOT, {"name": "shop", "scopes": ["read"], "days": 30} | values)
    assert answer.status_code == 400
    assert any(name.startswith(field) for name in answer.json()["error"]["fields"])
    assert not ApiKey.objects.exists()


def test_there_is_an_end_to_keys(rosa, monkeypatch):
    monkeypatch.setattr(api_keys, "MOST", 1)
    api_keys.create(rosa, "one", ["read"], 1)
    with pytest.raises(Problem) as refused:
        api_keys.create(rosa, "two", ["read"], 1)
    assert refused.value.code == Code.CONFLICT


def test_the_list_shows_ones_own_and_no_secret(key, rosa, owner):
    api = APIClient()
    api.force_login(owner)
    assert api.get(ROOT).json()["data"] == []
    assert api.delete(f"{ROOT}{key[0].pk}/").status_code == 404
    api.force_login(rosa)
    shown = api.get(ROOT)
    assert shown.json()["data"][0]["state"] == "active"
    assert key[1] not in shown.content.decode()
    assert api.delete(f"{ROOT}{key[0].pk}/").status_code == 204
    assert api.get(ROOT).json()["data"][0]["state"] == "revoked"


def test_the_page_shows_a_new_key_this_once_and_revokes_it(client, rosa):
    client.force_login(rosa)
    sent = {"name": "shop", "days": "30", "scopes": ["read"]}
    made = client.post("/profile/keys/", sent).context["made"]
    assert with_key(made).get(ME).status_code == 200
    assert made not in client.get("/profile/keys/").content.decode()
    assert client.post("/profile/keys/", sent | {"scopes": ["publish"]}).status_code == 422
    client.post(f"/profile/keys/{ApiKey.objects.get().pk}/revoke/")
    assert with_key(made).get(ME).status_code == 401


def test_every_scope_has_its_words():
    from apps.accounts.pages.forms import WORDS

    assert set(WORDS) == set(api_keys.SCOPES)
    assert Action.OWN_ACCOUNT not in WORDS
