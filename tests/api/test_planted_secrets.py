"""Secrets sent through every door come out of none: no log line, answer, page or audit entry."""

import json
import logging
from typing import Any

import pytest
from django.conf import settings
from django.core.signing import dumps
from django.test import Client

from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role
from skyy.logs import JsonFormatter, LineFormatter

PLANTED = "plant9f8e7d6c5b4a3928"
TOKEN = f"eyJhbGciOiJIUzI1NiJ9.{PLANTED}.{PLANTED}"
DOORS: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    ("post", "/sign-in/", {"username": "nobody", "password": PLANTED}, {}),
    ("post", "/sign-in/", {"username": PLANTED, "password": "mistyped"}, {}),
    ("post", "/api/v1/auth/token/", {"username": "nobody", "password": PLANTED}, {}),
    ("post", "/api/v1/auth/token/refresh/", {"refresh": TOKEN}, {}),
    ("get", "/api/v1/auth/me/", {}, {"Authorization": f"Bearer {TOKEN}"}),
    ("get", "/api/v1/auth/me/", {}, {"Authorization": f"Api-Key {PLANTED}"}),
    ("get", f"/api/v1/assets/?token={PLANTED}", {}, {}),
    ("get", f"/nowhere/?api_key={PLANTED}", {}, {}),
    ("get", "/", {}, {"Cookie": f"sessionid={PLANTED}"}),
    ("post", "/profile/password/", {"old_password": PLANTED}, {"X-CSRFToken": PLANTED}),
]


@pytest.fixture
def lines(caplog):
    """Every message of the test as the two formatters write it."""
    caplog.set_level(logging.DEBUG)

    def written() -> list[str]:
        formatters = (LineFormatter(), JsonFormatter())
        return [each.format(record) for record in caplog.records for each in formatters]

    return written


def audited() -> str:
    return json.dumps(list(AuditEntry.objects.values()), default=str)


@pytest.mark.parametrize(("method", "address", "body", "headers"), DOORS)
@pytest.mark.parametrize("role", [None, Role.READ_ONLY])
def test_what_is_sent_in_is_not_written_down(person, lines, role, method, address, body, headers):
    browser = Client(raise_request_exception=False, enforce_csrf_checks=False)
    if role is not None:
        browser.force_login(person(role))
    answer = getattr(browser, method)(address, body, headers=headers)
    assert not [line for line in lines() if PLANTED in line]
    # A form may show again what was typed as a name; nothing shows a password or a token.
    if body.get("username") != PLANTED and "?" not in address:
        assert PLANTED not in answer.content.decode()
    assert PLANTED not in audited()


@pytest.mark.parametrize("address", ["/api/v1/assets/", "/library/"])
def test_an_error_that_holds_secrets_tells_none(person, lines, monkeypatch, address):
    def breaks(*_given: Any, **_more: Any) -> None:
        held = f"key={settings.SECRET_KEY} Authorization: Bearer {PLANTED} "
        raise RuntimeError(held + f"postgresql://skyy:{PLANTED}@db.example/skyy")

    monkeypatch.setattr("apps.assets.models.asset.AssetQuerySet.visible_to", breaks)
    browser = Client(raise_request_exception=False)
    browser.force_login(person(Role.ADMIN))
    answer = browser.get(address)
    assert answer.status_code == 500
    written = [*lines(), answer.content.decode()]
    assert [line for line in written if "RuntimeError" in line], "the failure itself is logged"
    assert not [line for line in written if PLANTED in line or settings.SECRET_KEY in line]


def test_signed_values_of_our_own_are_not_written_down(db, lines):
    value = dumps({"person": "one"})
    Client().get(f"/password/new/?token={value}")
    assert not [line for line in lines() if value in line]
