"""Guessing: slowed per account and per address, and no answer or work tells who is here."""

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.accounts import attempts
from apps.accounts.attempts import ACCOUNT, ADDRESS, PAIR, Gate
from skyy.api.errors import Problem

PASSWORD = "a long walk at night"
TOKEN = "/api/v1/auth/token/"


@pytest.fixture
def clock(monkeypatch):
    now = [1_800_000_000.0]
    monkeypatch.setattr(attempts, "now", lambda: now[0])
    return now


def refused(name="rosa", address="10.0.0.1") -> int:
    """Seconds to wait; 0 where the attempt is let through."""
    try:
        attempts.count_sign_in(name, address)
    except Problem as problem:
        return problem.retry_after
    return 0


def test_each_further_volley_waits_twice_as_long():
    gate, waits = Gate("test", 2, pause=60, longest=300), []
    for _ in range(12):
        try:
            attempts.count(gate, "x")
        except Problem as problem:
            waits.append(problem.retry_after)
            attempts.cache.delete(attempts._key("lock", gate.name, "x"))
    assert waits == [60, 120, 240, 300]


def test_while_it_is_locked_nothing_is_counted_and_the_rest_of_the_wait_is_told(clock):
    for _ in range(PAIR.free):
        assert not refused()
    assert refused() == 60
    clock[0] += 20
    assert refused() == 40


def test_an_account_is_locked_however_many_addresses_guess():
    for number in range(ACCOUNT.free):
        assert not refused(address=f"10.0.{number}.1")
    assert refused(address="10.9.9.9")


def test_somebody_is_not_locked_out_of_where_they_signed_in_before():
    attempts.sign_in_succeeded("rosa", "10.1.1.1")
    for number in range(ACCOUNT.free + 1):
        refused(address=f"10.0.{number}.1")
    assert refused(address="10.9.9.9")
    assert not refused(address="10.1.1.1")


def test_an_address_is_locked_however_many_names_it_tries():
    for number in range(ADDRESS.free):
        assert not refused(name=f"name{number}")
    assert refused(name="another")
    assert not refused(name="another", address="10.0.0.2")


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_typed_can_be_counted(name, address):
    attempts.cache.clear()
    assert not refused(name, address)


@pytest.mark.parametrize("door", ["page", "api"])
def test_every_sign_in_costs_one_hash_whoever_is_named(client, rosa, monkeypatch, door):
    hasher = hashers.get_hasher()
    made = []
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *a, **k: made.append(1) or encode(*a, **k))

    def cost(name):
        made.clear()
        sent = {"username": name, "password": "guess"}
        with CaptureQueriesContext(connection) as asked:
            (client.post("/sign-in/", sent) if door == "page" else APIClient().post(TOKEN, sent))
        return len(made), len(asked)

    # What comes first is done once.
    cost("anybody")
    names = cost("rosa"), cost("nobody")
    addresses = cost("rosa@example.com"), cost("nobody@example.com")
    rosa.is_active = False
    rosa.save()
    found = {*names, *addresses, cost("rosa"), cost("rosa@example.com")}
    assert {hashes for hashes, _queries in found} == {1}
    assert len(found) == 1


def test_the_api_counts_by_name_too_and_says_how_long(rosa):
    def guess(password="guess"):
        return APIClient().post(TOKEN, {"username": "rosa", "password": password})

    codes = [guess().status_code for _ in range(PAIR.free)]
    assert set(codes) == {401}
    locked = guess(PASSWORD)
    assert (locked.status_code, locked.json()["error"]["code"]) == (429, "throttled")
    assert 0 < int(locked.headers["Retry-After"]) <= 60
