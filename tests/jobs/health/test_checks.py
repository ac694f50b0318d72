import threading
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages
from django.db import OperationalError
from django.test import Client

from apps.accounts.roles import Role
from apps.jobs.health import checks

READY = "/health/ready"


@pytest.fixture
def worker(transactional_db, worker):
    """Each part is tried in a thread of its own, which sees what was committed."""
    return worker


@pytest.fixture(autouse=True)
def tried_anew():
    checks.forget()
    yield
    checks.forget()


def test_alive_is_said_without_asking_the_database(client):
    # This test may not use the database: pytest-django would refuse.
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_ready_when_every_part_serves(client, worker):
    worker()
    answer = client.get(READY)
    assert answer.status_code == 200
    parts = answer.json()["parts"]
    assert {"database", "migrations", "storage", "workers"} <= set(parts)
    assert all(parts.values())


def test_the_trial_of_the_storage_leaves_nothing_behind(client, worker):
    worker()
    client.get(READY)
    assert storages["renditions"].listdir("health")[1] == []


def test_without_a_worker_it_is_not_ready(client, worker):
    worker(seen=31)
    answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["parts"]["workers"] is False


def test_a_storage_that_does_not_write_is_found(client, worker, monkeypatch):
    def full(*_args, **_more):
        raise OSError("no space left on atelier-disk")

    worker()
    monkeypatch.setattr(type(storages["renditions"]), "save", full)
    answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json()["parts"]["storage"] is False
    assert "atelier-disk" not in answer.content.decode()


def test_missing_migrations_are_found(client, worker, monkeypatch):
    worker()
    monkeypatch.setattr(
        checks.MigrationExecutor, "migration_plan", lambda *_: [("jobs.0099_next", False)]
    )
    answer = client.get(READY)
    assert (answer.status_code, answer.json()["parts"]["migrations"]) == (503, False)


def test_without_a_database_it_answers_that_it_is_not_ready(
    client, transactional_db, person, monkeypatch
):
    staff = person(Role.ADMIN, is_staff=True)
    client.force_login(staff)

    def gone(*_args, **_more):
        raise OperationalError("connection refused by db.internal")

    monkeypatch.setattr(checks, "connection", SimpleNamespace(cursor=gone))
    answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] is False
    assert "db.internal" not in answer.content.decode()


def test_details_are_for_staff(person, worker):
    worker(queues={"cpu": 2})
    staff, other = Client(), Client()
    staff.force_login(person(Role.ADMIN, is_staff=True))
    other.force_login(person(Role.ADMIN))
    assert staff.get(READY).json()["details"]["workers"] == "cpu × 2"
    assert "details" not in other.get(READY).json()
    assert "details" not in Client().get(READY).json()


def test_many_questions_are_one_trial(client, worker, monkeypatch):
    worker()
    tried = []
    monkeypatch.setattr(checks, "_storage", lambda: tried.append(1) or checks.Part(True))
    for _ in range(5):
        client.get(READY)
    assert len(tried) == 1


def test_a_part_that_hangs_is_waited_for_once_and_the_others_are_told_of(
    client, worker, monkeypatch
):
    worker()
    begun, goes_on = [], threading.Event()

    def hanging():
        begun.append(1)
        goes_on.wait()
        return checks.Part(True)

    monkeypatch.setattr(checks, "_storage", hanging)
    monkeypatch.setattr(checks, "FRESH_SECONDS", -1.0)
    with monkeypatch.context() as hurried:
        hurried.setattr(checks, "PATIENCE_SECONDS", 0.0)
        for _ in range(3):
            assert client.get(READY).json()["parts"]["storage"] is False
    assert len(begun) == 1
    goes_on.set()
    answer = client.get(READY)
    assert (answer.status_code, answer.json()["parts"]["storage"]) == (200, True)


@pytest.mark.parametrize("address", ["/health/live", "/metrics"])
def test_nothing_is_sent_there(client, address):
    assert client.post(address).status_code == 405
