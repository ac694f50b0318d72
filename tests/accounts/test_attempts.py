"""Guessing: slowed per account and per address, and no answer or work tells who is here."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.accounts import attempts
from apps.accounts.attempts import ACCOUNT, ADDRESS, PAIR, Gate
from apps.accounts.models import AttemptCount
from skyy.api.errors import Problem

pytestmark = pytest.mark.django_db
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
            AttemptCount.objects.update(locked_until=None)
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


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_typed_can_be_counted(name, address):
    AttemptCount.objects.all().delete()
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


def test_a_window_a_lock_and_strikes_end(clock):
    gate = Gate("test", 2, window=100, pause=60)

    def wait():
        try:
            attempts.count(gate, "x")
        except Problem as problem:
            return problem.retry_after
        return 0

    assert [wait(), wait()] == [0, 0]
    clock[0] += 101
    assert [wait(), wait(), wait()] == [0, 0, 60]
    clock[0] += 61
    assert [wait(), wait(), wait()] == [0, 0, 120]
    clock[0] += 24 * 3600
    assert [wait(), wait(), wait()] == [0, 0, 60]


@pytest.mark.parametrize("door", ["page", "api"])
def test_with_the_cache_away_guesses_are_counted_all_the_same(client, rosa, settings, door):
    pytest.importorskip("skyy.redis_cache")
    settings.CACHES = {
        "default": {
            "BACKEND": "skyy.redis_cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    def guess(password):
        sent = {"username": "rosa", "password": password}
        return client.post("/sign-in/", sent) if door == "page" else APIClient().post(TOKEN, sent)

    codes = {guess("guess").status_code for _ in range(PAIR.free)}
    assert codes == {200 if door == "page" else 401}
    assert guess(PASSWORD).status_code == 429


def test_a_cache_that_was_emptied_forgets_no_guess(rosa):
    for _ in range(PAIR.free):
        assert not refused()
    cache.clear()
    assert refused() == 60


def test_without_the_database_no_password_is_looked_at(rosa, monkeypatch):
    def away(*_given, **_more):
        raise OperationalError("server closed the connection")

    looked_at = []
    monkeypatch.setattr("apps.accounts.credentials.authenticate", looked_at.append)
    monkeypatch.setattr(AttemptCount.objects, "select_for_update", away)
    answer = APIClient().post(TOKEN, {"username": "rosa", "password": PASSWORD})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "service.unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert not looked_at


def test_counts_that_say_nothing_any_more_go_and_others_stay(clock):
    refused()
    for _ in range(PAIR.free + 1):
        refused(name="nora")
    attempts.sign_in_succeeded("rosa", "10.0.0.1")
    clock[0] += 2 * 3600
    attempts.sweep()
    assert set(AttemptCount.objects.values_list("gate", flat=True)) == {"known", "pair"}
    clock[0] += attempts.KNOWN_FOR.total_seconds()
    attempts.sweep()
    assert not AttemptCount.objects.exists()


def test_rows_say_no_name_and_no_address():
    refused()
    kept = str(list(AttemptCount.objects.values_list()))
    assert "rosa" not in kept
    assert "10.0.0.1" not in kept


def test_a_volley_gets_no_further_than_one_after_the_other(transactional_db):
    gate, together = Gate("test", 5), Barrier(12)

    def guess() -> bool:
        together.wait(10)
        try:
            attempts.count(gate, "x")
        except Problem:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(12) as threads:
        let_through = [attempt.result(30) for attempt in [threads.submit(guess) for _ in range(12)]]
    assert let_through.count(True) == gate.free


def test_what_came_true_begins_anew():
    gate = Gate("test", 2)
    attempts.count(gate, "x")
    attempts.count(gate, "x")
    with pytest.raises(Problem):
        attempts.count(gate, "x")
    attempts.forget(gate, "x")
    attempts.count(gate, "x")
    attempts.count(gate, "x")
    with pytest.raises(Problem) as refusal:
        attempts.count(gate, "x")
    assert refusal.value.retry_after == gate.pause
