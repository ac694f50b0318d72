"""Every address, every role: what ``permission_table`` says, no more and no less."""

import json
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.accounts.roles import Role
from apps.jobs.routing import websocket_urlpatterns
from tests.api.conftest import MARK, SIGNED_IN, STRANGER, build_world
from tests.api.permission_table import API, PAGES, PAYLOADS, SOCKETS
from tests.api.routes import VERBS, routes
from tests.api.sockets import SOON, opened

EVERYBODY = ["anonymous", *SIGNED_IN]
REFUSED = {401, 403, 404, 405}
SIGN_IN = "/sign-in/"
# What asks nobody who they are.
OPEN = {
    "schema",
    "docs",
    "api-webhook",
    "auth-token",
    "auth-token-refresh",
    "auth-register",
    "auth-register-confirm",
    "auth-email-confirm",
    "auth-password-lost",
    "auth-password-reset",
}


def is_api(address: str) -> bool:
    return address.startswith("api/")


def address_of(route: str, row: str, world: Any) -> str:
    """The address with the ids of the row it is about."""
    given: dict[str, dict[str, Any]] = {
        "pipeline": {"kind": "packshot"},
        "token": {"token": "no-token-of-ours"},
        "provider": {"name": "local"},
        "scored": {"asset_id": world.scored.pk},
        "first_version": {"pk": world.asset.pk, "number": 1},
        "atelier": {"provider": "atelier"},
        "write_off": {"pk": world.call.pk, "decision": "write-off"},
        "hold": {"move": "hold"},
        "pause": {"job_id": world.job.pk, "name": "pause"},
        "shown_product": {"slug": world.product.slug},
        "shown_media": {
            "publication": world.publication.pk,
            "media": world.media.pk,
            "specification": "original",
        },
    }
    if not row:
        return reverse(route)
    if row in given:
        return reverse(route, kwargs=given[row])
    key = {"job": "job_id", "batch": "job_id", "review": "review_id"}.get(row, "pk")
    if route.startswith("api-"):
        key = "pk"
    return reverse(route, kwargs={key: world.rows[row].pk})


def outcome(answer: Any) -> str:
    """The answer in a word of the table, as exact as can be."""
    code: int = answer.status_code
    if code == 302 and answer.headers["Location"].startswith(SIGN_IN + "?next="):
        return "in"
    if code == 200 and "application/json" in answer.headers.get("Content-Type", ""):
        data = answer.json().get("data")
        if isinstance(data, dict) and set(data) == {"type", "jobs"}:
            data = data["jobs"]
        if isinstance(data, list):
            return "some" if data else "none"
    return str(code)


def fits(found: str, expected: str) -> bool:
    if expected == "may":
        return found != "in" and int(found) not in REFUSED and int(found) < 500
    return found == expected or (expected == "200" and found in {"some", "none"})


def send(browser: Client, route: str, method: str, address: str) -> Any:
    if method == "GET":
        return browser.get(address)
    if is_api(address.lstrip("/")) and route != "asset-list":
        return browser.generic(method, address, b"{}", content_type="application/json")
    # As a form.
    call = getattr(browser, method.lower())
    return call(address, PAYLOADS.get((route, method), {}))


def misfits(world: Any, route: str, method: str, row: str, expected: str) -> list[str]:
    """What of one line of the table is not so; nothing that is written stays."""
    address = address_of(route, row, world)
    words = expected.split()
    wrong = []
    for who, word in zip(EVERYBODY, words, strict=True):
        browser = Client()
        with transaction.atomic():
            if who in world.people:
                browser.force_login(world.people[who])
            found = outcome(send(browser, route, method, address))
            transaction.set_rollback(True)
        if not fits(found, word):
            wrong.append(f"{who}: {found}, not {word}")
    return wrong


@pytest.mark.parametrize(
    ("route", "method", "row", "expected"),
    [pytest.param(*line, id=f"{line[0]} {line[1]}") for line in [*API, *PAGES]],
)
def test_the_address_does_for_each_role_what_the_table_says(world, route, method, row, expected):
    assert misfits(world, route, method, row, expected) == []


def test_every_route_has_its_rows():
    rows = {(route, method) for route, method, _row, _expected in [*API, *PAGES]}
    known = {route for route, _method in rows}
    found = routes()
    assert {route.name for route in found} - known == set(), "routes without a row"
    assert known - {route.name for route in found} == set(), "rows without a route"
    wanted = {(route.name, method) for route in found for method in route.methods}
    assert wanted - rows == set(), "methods without a row"


def test_an_address_answers_405_to_every_method_that_has_no_row(world):
    rows = {(route, method) for route, method, _row, _expected in [*API, *PAGES]}
    owner = Client()
    owner.force_login(world.people[Role.SUPER_ADMIN])
    wrong = []
    for route, _method, row, _expected in [*API, *PAGES]:
        address = address_of(route, row, world)
        for method in VERBS:
            # Whoever is signed in is led away from signing in, whatever they send.
            if (route, method) in rows or route == "accounts:sign_in":
                continue
            code = owner.generic(method, address, b"{}", content_type="application/json")
            if code.status_code != 405:
                wrong.append(f"{method} {route}: {code.status_code}")
    assert sorted(set(wrong)) == []


def test_asking_what_an_address_takes_tells_strangers_nothing(world):
    anonymous, stranger = Client(), Client()
    stranger.force_login(world.people[STRANGER])
    for route, _method, row, _expected in API:
        address = address_of(route, row, world)
        if route not in OPEN:
            assert anonymous.options(address).status_code == 401, route
        told = stranger.options(address)
        assert told.status_code in {200, 404, 405}, (route, told.status_code)
        assert MARK not in told.content.decode().lower(), route


def test_head_answers_as_get_without_a_body(world):
    owner = Client()
    owner.force_login(world.people[Role.SUPER_ADMIN])
    public = [line for line in PAGES if line[0].startswith("catalog:showcase")]
    for route, method, row, _expected in [*API, *public]:
        if method == "GET":
            address = address_of(route, row, world)
            assert owner.head(address).status_code == owner.get(address).status_code, route


def test_every_socket_has_its_row():
    assert [str(pattern.pattern) for pattern in websocket_urlpatterns] == [
        address for address, _row, _expected in SOCKETS
    ]


@pytest.mark.parametrize(("address", "row", "expected"), SOCKETS, ids=[s[0] for s in SOCKETS])
async def test_the_socket_opens_to_whom_the_table_says(
    transactional_db, no_renditions, address, row, expected
):
    world = await database_sync_to_async(build_world)()
    path = "/" + address.replace("<uuid:job_id>", str(world.rows[row].pk) if row else "")
    found = [await _answer(path, world.people.get(who)) for who in EVERYBODY]
    assert dict(zip(EVERYBODY, found, strict=True)) == dict(
        zip(EVERYBODY, expected.split(), strict=True)
    )


async def _answer(path: str, person: Any) -> str:
    async with opened(path, person) as socket:
        first = await socket.receive_output(SOON)
        if first["type"] == "websocket.close":
            return str(first["code"])
        assert json.loads(first["text"])["type"] == "snapshot"
        return "open"
