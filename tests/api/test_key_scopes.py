"""A key opens what its scopes say, route by route: no account, no socket and no page."""

from collections.abc import Iterator
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.db import transaction
from rest_framework.test import APIClient

from apps.accounts.api_keys import SCOPES as ALL
from apps.accounts.api_keys import create
from apps.accounts.roles import Role
from tests.api.conftest import World, build_world
from tests.api.key_scope_table import NAMED_BY_NO_ROUTE, OPEN, SCOPES
from tests.api.permission_table import API
from tests.api.sockets import SOON, communicator
from tests.api.test_permissions import address_of

ROWS = {(route, method): row for route, method, row, _expected in API}


def lines(table: str) -> Iterator[tuple[str, str]]:
    for line in table.split("\n"):
        route, *methods = line.split() or [""]
        yield from ((route, method) for method in methods)


def knock(world: World, scopes: set[str], route: str, method: str) -> Any:
    """What a key of an Owner's, whose role allows everything, is answered."""
    with transaction.atomic():
        _row, text = create(world.people[Role.SUPER_ADMIN], "shop", scopes, 30)
        api = APIClient(raise_request_exception=False)
        api.credentials(HTTP_AUTHORIZATION=f"Api-Key {text}")
        address = address_of(route, ROWS[route, method], world)
        answer = api.generic(method, address, b"{}", content_type="application/json")
        transaction.set_rollback(True)
    return answer


def is_out_of_scope(answer: Any) -> bool:
    return answer.status_code == 403 and answer.json()["error"]["code"] == "api_key.scope"


def test_every_route_and_every_scope_stands_in_the_table():
    named = [line for table in (OPEN, *SCOPES.values()) for line in lines(table)]
    assert sorted(named) == sorted(ROWS)
    assert set(SCOPES) - {"own_account"} == {scope.value for scope in ALL} - NAMED_BY_NO_ROUTE


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_opens_the_routes_of_its_scope_and_without_it_none_of_them(world, scope):
    everything = {one.value for one in ALL}
    wrong = []
    for route, method in lines(SCOPES[scope]):
        without = knock(world, everything - {scope}, route, method)
        if not is_out_of_scope(without) or scope not in without.json()["error"]["message"]:
            wrong.append(f"{method} {route} without it: {without.status_code}")
        if scope == "own_account":
            continue
        alone = knock(world, {scope}, route, method)
        # What their person's role is refused on top of it stands in the permission table.
        if is_out_of_scope(alone) or alone.status_code == 401:
            wrong.append(f"{method} {route} with it alone: {alone.status_code}")
    assert wrong == []


@pytest.mark.parametrize("page", ["/library/", "/profile/", "/admin/", "/"])
def test_no_key_opens_a_page(world, page):
    _row, text = create(world.people[Role.SUPER_ADMIN], "shop", {"read"}, 30)
    answer = APIClient().get(page, HTTP_AUTHORIZATION=f"Api-Key {text}")
    assert answer.status_code == 302
    assert (
        "/sign-in/" in answer.headers["Location"] or "/admin/login/" in answer.headers["Location"]
    )


async def test_no_key_opens_a_socket(transactional_db, no_renditions):
    """Whoever holds one asks by polling, where its scopes are looked at with each request."""
    world = await database_sync_to_async(build_world)()
    scopes = {one.value for one in ALL}
    owner = world.people[Role.SUPER_ADMIN]
    _row, text = await database_sync_to_async(create)(owner, "shop", scopes, 30)
    header = (b"authorization", f"Api-Key {text}".encode())
    for path in ("/ws/jobs/", f"/ws/jobs/{world.job.pk}/"):
        for offered in (text, f"Api-Key {text}", ""):
            socket = communicator(path, token=offered)
            socket.scope["headers"].append(header)
            await socket.send_input({"type": "websocket.connect"})
            assert (await socket.receive_output(SOON))["type"] == "websocket.accept"
            closed = await socket.receive_output(SOON)
            assert (closed["type"], closed["code"]) == ("websocket.close", 4401), path
            await socket.send_input({"type": "websocket.disconnect", "code": 4401})
            await socket.wait(SOON)
