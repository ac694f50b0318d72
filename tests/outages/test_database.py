"""PostgreSQL is stopped and started under a studio that people are using."""

import json

import pytest
from websockets.exceptions import ConnectionClosed

AWAY = 4503


def ready(house) -> dict[str, bool]:
    return house.browser.get("/health/ready").json()["parts"]


def test_the_api_says_in_its_envelope_that_it_will_pass(house):
    with house.without(house.database):
        for answer in (
            house.api.get("/api/v1/jobs/"),
            house.api.post("/api/v1/jobs/", json={"kind": "packshot"}),
            house.api.post("/api/v1/auth/token/", json={"username": "a", "password": "b"}),
        ):
            assert answer.status_code == 503
            assert answer.json()["error"]["code"] == "service.unavailable"
            assert answer.json()["data"] is None
            assert answer.json()["meta"]["request_id"] == answer.headers["X-Request-ID"]
            assert int(answer.headers["Retry-After"]) > 0
    assert house.api.get("/api/v1/jobs/").status_code == 200


@pytest.mark.parametrize("page", ["/", "/library/", "/admin/", "/showcase/"])
def test_a_page_says_in_words_that_it_will_pass(house, page):
    whole = house.browser.get(page).status_code
    with house.without(house.database):
        answer = house.browser.get(page)
        assert answer.status_code == 503
        assert answer.headers["Content-Type"].startswith("text/html")
        assert int(answer.headers["Retry-After"]) > 0
        assert "Try again" in answer.text
        assert "OperationalError" not in answer.text
    assert house.browser.get(page).status_code == whole


def test_health_goes_on_answering(house):
    with house.without(house.database):
        assert house.browser.get("/health/live").status_code == 200
        house.until(lambda: not ready(house)["database"])
        assert (ready(house)["redis"], ready(house)["storage"]) == (True, True)
    house.until(lambda: ready(house)["database"])


def test_sockets_are_told_to_come_back_and_may(house):
    with house.socket() as line:
        assert json.loads(line.recv(timeout=30))["type"] == "snapshot"
        json.loads(line.recv(timeout=30))
        with house.without(house.database):
            line.send(json.dumps({"type": "resync"}))
            with pytest.raises(ConnectionClosed) as closed:
                line.recv(timeout=60)
            assert closed.value.rcvd.code == AWAY
            with house.socket() as other, pytest.raises(ConnectionClosed) as refused:
                other.recv(timeout=60)
            assert refused.value.rcvd.code == AWAY
    with house.socket() as line:
        assert json.loads(line.recv(timeout=30))["type"] == "snapshot"


def test_what_was_asked_for_during_the_outage_is_done_when_it_is_asked_for_again(house):
    client = {"name": "Maison de l'Aube"}
    key = {"Idempotency-Key": "outage"}
    with house.without(house.database):
        assert house.api.post("/api/v1/clients/", json=client, headers=key).status_code == 503
    assert house.api.post("/api/v1/clients/", json=client, headers=key).status_code == 201
    found = house.api.get("/api/v1/clients/").json()["data"]
    assert [one["name"] for one in found].count(client["name"]) == 1
