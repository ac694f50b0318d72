"""Redis, which keeps nothing, is stopped and started."""

import json

import pytest
from websockets.exceptions import ConnectionClosed

AWAY = 4503


def test_api_and_pages_go_on(house):
    with house.without(house.doorbells):
        assert house.browser.get("/").status_code == 200
        assert house.api.get("/api/v1/jobs/").status_code == 200
        # What polling asks where sockets fail.
        assert house.api.get("/api/v1/jobs/board/").status_code == 200
        house.until(lambda: not house.browser.get("/health/ready").json()["parts"]["redis"])


def test_a_job_is_taken_and_done_without_a_doorbell(house, photograph):
    asked = {"kind": "packshot", "asset_ids": [photograph["id"]], "params": {}}
    with house.without(house.doorbells):
        answer = house.api.post("/api/v1/jobs/", json=asked)
        assert answer.status_code == 202, answer.text
        job = f"/api/v1/jobs/{answer.json()['data']['id']}/"
        over = ("completed", "failed", "awaiting_review")
        house.until(lambda: house.api.get(job).json()["data"]["status"] in over)


def test_a_socket_is_sent_to_polling_without_having_been_told_anything(house):
    with house.without(house.doorbells):
        with house.socket() as line, pytest.raises(ConnectionClosed) as refused:
            line.recv(timeout=60)
        assert refused.value.rcvd.code == AWAY
    with house.socket() as line:
        assert json.loads(line.recv(timeout=30))["type"] == "snapshot"


def test_an_open_socket_hears_of_jobs_again_when_redis_is_back(house, photograph):
    asked = {"kind": "packshot", "asset_ids": [photograph["id"]], "params": {}}
    with house.socket() as line:
        assert json.loads(line.recv(timeout=30))["type"] == "snapshot"
        assert json.loads(line.recv(timeout=30))["type"] == "tick"
        with house.without(house.doorbells):
            pass
        said: list[str] = []

        def heard() -> bool:
            job = house.api.post("/api/v1/jobs/", json=asked).json()["data"]["id"]
            try:
                while job not in line.recv(timeout=3):
                    pass
            except TimeoutError:
                return False
            said.append(job)
            return True

        house.until(heard)
    assert said
