"""A socket ends with the sign-in it was opened by, however that was ended."""

from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts import people
from apps.accounts.models import Device, User
from apps.accounts.roles import Role
from apps.jobs.live import socket as live_socket
from tests.api.sockets import SOON, communicator

PASSWORD = "a long walk at night"
ROOT = "/api/v1/auth/"
LONGEST = live_socket.TICK_SECONDS * (1 + live_socket.JITTER)


@pytest.fixture(autouse=True)
def soon(transactional_db, monkeypatch):
    monkeypatch.setattr(live_socket, "TICK_SECONDS", 0.02)


def enter(kind: str) -> tuple[Any, dict[str, str]]:
    """Sign in; return a client that is in and how a socket says so."""
    sent = {"username": "rosa", "password": PASSWORD}
    if kind == "session":
        browser = Client()
        browser.post("/sign-in/", sent)
        return browser, {"cookie": browser.cookies[settings.SESSION_COOKIE_NAME].value}
    api = APIClient()
    access = api.post(ROOT + "token/", sent).json()["data"]["access"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return api, {"token": access}


def here(_client: Any) -> Any:
    return Device.objects.order_by("id").first()


ENDS: dict[str, Any] = {
    "signed out here": lambda client, _other: client.post(ROOT + "sign-out/"),
    "signed out from another device": lambda client, other: other.delete(
        f"{ROOT}devices/{here(client).pk}/"
    ),
    "signed out everywhere": lambda _client, other: other.post(ROOT + "sign-out/everywhere/"),
    "another password": lambda _client, other: other.post(
        ROOT + "password/", {"old_password": PASSWORD, "new_password": "a walk at noon"}
    ),
    "switched off": lambda _client, _other: User.objects.update(is_active=False),
}


@pytest.mark.parametrize("kind", ["session", "token"])
@pytest.mark.parametrize("end", ENDS)
async def test_it_closes_at_its_next_tick(kind, end):
    def prepare():
        people.create_person("rosa", "", PASSWORD, Role.DEVELOPER)
        client, said = enter(kind)
        return client, said, enter("token")[0]

    client, said, other = await database_sync_to_async(prepare)()
    socket = communicator("/ws/jobs/", **said)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(SOON))["type"] == "websocket.accept"
    assert (await socket.receive_output(SOON))["type"] == "websocket.send"
    await database_sync_to_async(ENDS[end])(client, other)
    code = None
    while code is None:
        code = (await socket.receive_output(SOON)).get("code")
    assert code == 4401
    await socket.send_input({"type": "websocket.disconnect", "code": 4401})
    await socket.wait(SOON)


def test_that_is_no_longer_than_is_promised():
    """docs/api/README.md."""
    assert LONGEST <= 36
