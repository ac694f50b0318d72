"""What passes by itself is told from what is our fault."""

import sqlite3

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.urls import path
from rest_framework.views import APIView

from skyy.api.outages import is_outage, outage


def caused(error: Exception, cause: Exception) -> Exception:
    """As Django raises it: its own error from the driver's."""
    error.__cause__ = cause
    return error


def of_postgresql(state: str | None) -> Exception:
    psycopg = pytest.importorskip("psycopg")
    cause = psycopg.OperationalError("said by the server")
    cause.sqlstate = state
    return caused(OperationalError("said by the server"), cause)


@pytest.mark.parametrize("state", [None, "08006", "53300", "57P01", "57P03"])
def test_a_server_that_goes_or_is_gone_is_an_outage(state):
    assert is_outage(of_postgresql(state))


@pytest.mark.parametrize("state", ["57014", "40P01", "55P03", "22003"])
def test_a_server_that_answers_is_there(state):
    assert not is_outage(of_postgresql(state))


def test_a_connection_that_was_closed_under_us_is_an_outage():
    assert is_outage(InterfaceError("connection already closed"))


@pytest.fixture
def file(tmp_path):
    made = sqlite3.connect(tmp_path / "a.sqlite3", timeout=0, isolation_level=None)
    made.execute("CREATE TABLE held (a)")
    yield tmp_path / "a.sqlite3"
    made.close()


def refused(path, statement: str) -> Exception:
    with pytest.raises(sqlite3.OperationalError) as told:
        sqlite3.connect(path, timeout=0).execute(statement)
    return caused(OperationalError(str(told.value)), told.value)


def test_a_database_file_that_somebody_holds_or_took_away_is_an_outage(file, tmp_path):
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert is_outage(refused(file, "INSERT INTO held VALUES (1)"))
    holder.close()
    with pytest.raises(sqlite3.OperationalError) as told:
        sqlite3.connect(tmp_path / "nowhere" / "b.sqlite3")
    assert is_outage(caused(OperationalError("gone"), told.value))


def test_a_table_that_is_missing_is_our_fault(file):
    assert not is_outage(refused(file, "SELECT * FROM nothing"))
    assert outage(ProgrammingError("no such column")) is None


def test_redis_that_does_not_answer_is_an_outage_and_a_wrong_question_is_none():
    redis = pytest.importorskip("redis")
    assert is_outage(redis.ConnectionError("refused"))
    assert is_outage(redis.TimeoutError("no answer"))
    assert not is_outage(redis.ResponseError("unknown command"))


def raise_outage(*_args: object, **_more: object) -> None:
    raise OperationalError("server closed the connection to db.internal")


class InAnApiView(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request):
        raise_outage()


urlpatterns = [
    path("api/v1/inside/", InAnApiView.as_view()),
    path("api/v1/outside/", raise_outage),
    path("page/", raise_outage),
]
handler500 = "skyy.api.fallback.server_error"


@pytest.fixture
def away(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", ["/api/v1/inside/", "/api/v1/outside/"])
def test_the_api_answers_in_its_envelope(away, address):
    answer = away.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["error"]["code"] == "service.unavailable"
    assert "db.internal" not in answer.content.decode()


def test_a_page_answers_in_words(away):
    answer = away.get("/page/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Back in a moment" in answer.content.decode()


async def test_a_page_answers_in_words_under_asgi_too(settings, async_client):
    settings.ROOT_URLCONF = __name__
    async_client.raise_request_exception = False
    answer = await async_client.get("/page/")
    assert answer.status_code == 503


def test_any_other_error_stays_one(away, monkeypatch):
    monkeypatch.setattr(InAnApiView, "get", lambda *_: 1 / 0)
    assert away.get("/api/v1/inside/").json()["error"]["code"] == "server.error"
