"""Who is who: bent tokens, ridden sessions, redirects, sockets from elsewhere."""

import base64
import json
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import jwt
import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from django.urls import reverse
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from apps.accounts.models import User
from apps.accounts.people import create_person
from apps.accounts.roles import Role
from apps.assets.models import Asset
from apps.catalog.models import Product
from tests.api.conftest import build_world
from tests.api.sockets import SOON, communicator

ME = "/api/v1/auth/me/"
REFRESH = "/api/v1/auth/token/refresh/"
PRODUCTS = "/api/v1/products/"
PASSWORD = "a long walk at night"


@pytest.fixture
def person(db) -> User:
    return create_person("rosa", "", PASSWORD, Role.SUPER_ADMIN)


def signed(claims, key=settings.SECRET_KEY, algorithm="HS256", **header):
    return jwt.encode(claims, key, algorithm, headers=header or None)


def unsigned(claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def payload(person, without="", **other):
    claims = AccessToken.for_user(person).payload | other
    return {name: value for name, value in claims.items() if name != without}


def tampered(person):
    """A good token with a letter of its payload changed."""
    head, body, signature = str(AccessToken.for_user(person)).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["user_id"] = str(claims["user_id"])[:-1] + "0"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{forged}.{signature}"


def expired(person):
    token = AccessToken.for_user(person)
    token.set_exp(lifetime=-timedelta(seconds=1))
    return str(token)


BENT = {
    "expired": expired,
    "tampered": tampered,
    "no algorithm": lambda person: unsigned(payload(person)),
    "another key": lambda person: signed(payload(person), key="k" * 40),
    "another algorithm": lambda person: signed(payload(person), key="k" * 64, algorithm="HS512"),
    "a refresh token": lambda person: str(RefreshToken.for_user(person)),
    "no kind": lambda person: signed(payload(person, without="token_type")),
    "nobody": lambda person: signed(payload(person, without="user_id")),
    "an id that is none": lambda person: signed(payload(person, user_id="' or 1=1 --")),
    "a list for an id": lambda person: signed(payload(person, user_id=[str(person.pk)])),
    "no text": lambda person: "\x00\xff",
    "two words": lambda person: "a b",
    "nothing": lambda person: "",
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_a_bent_token_opens_nothing(person, api, bend):
    answer = api(raise_request_exception=False).get(
        ME, HTTP_AUTHORIZATION=f"Bearer {bend(person)}".strip()
    )
    assert answer.status_code == 401, answer.content
    assert answer.json()["error"]["code"] in {"auth.invalid", "auth.required"}
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_a_good_token_opens(person, api):
    token = AccessToken.for_user(person)
    assert api().get(ME, HTTP_AUTHORIZATION=f"Bearer {token}").status_code == 200


def test_an_access_token_does_not_refresh(person, api):
    access = str(AccessToken.for_user(person))
    assert api().post(REFRESH, {"refresh": access}).status_code == 401


@pytest.mark.parametrize("user_id", ["' or 1=1 --", ["x"], 7])
def test_a_refresh_token_of_nobody_does_not_refresh(person, api, user_id):
    claims = RefreshToken.for_user(person).payload | {"user_id": user_id}
    answer = api(raise_request_exception=False).post(REFRESH, {"refresh": signed(claims)})
    assert answer.status_code == 401


def test_a_token_in_the_address_is_not_looked_at(person, api):
    token = AccessToken.for_user(person)
    for name in ("token", "access_token", "jwt", "access"):
        assert api().get(f"{ME}?{name}={token}").status_code == 401


# Sessions


def test_a_session_alone_writes_nothing_through_the_api(person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    body = {"name": "Coat", "style_code": "X-1"}
    answer = browser.post(PRODUCTS, body, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "permission.denied"
    assert not Product.objects.filter(style_code="X-1").exists()


def test_with_the_token_of_the_page_a_session_writes(person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    browser.get(reverse("accounts:profile"))
    token = browser.cookies["csrftoken"].value
    answer = browser.post(
        PRODUCTS,
        {"name": "Coat", "style_code": "X-1"},
        content_type="application/json",
        HTTP_X_CSRFTOKEN=token,
    )
    assert answer.status_code == 201


@pytest.mark.parametrize("name", ["assets:delete_many", "assets:upload", "accounts:sign_out"])
def test_a_page_takes_no_form_from_elsewhere(person, name):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    assert browser.post(reverse(name)).status_code == 403
    assert browser.get(reverse("accounts:profile")).status_code == 200


def test_no_answer_lets_another_site_read_what_is_private(person, api):
    answer = api(person).get(PRODUCTS, HTTP_ORIGIN="https://evil.example")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_pages_are_shown_in_no_frame_and_cookies_to_no_script(person):
    browser = Client()
    page = browser.get("/sign-in/")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    browser.post("/sign-in/", {"username": "rosa", "password": PASSWORD})
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_signing_in_begins_a_new_session(person):
    browser = Client()
    session = browser.session
    session["left by somebody"] = True
    session.save()
    before = session.session_key
    browser.post("/sign-in/", {"username": "rosa", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != before


# Redirects

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    " https://evil.example",
    "/\t/evil.example",
    "\x00//evil.example",
    "no-such-page",
    "accounts:sign_out",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_nowhere_else(person, wanted):
    answer = Client().post("/sign-in/", {"username": "rosa", "password": PASSWORD, "next": wanted})
    assert answer.status_code == 302
    assert stays_here(answer.headers["Location"])


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a_button_leads_nowhere_else(world, browser, wanted):
    address = reverse("jobs:move", args=[world.job.pk, "pause"])
    answer = browser(world.people[Role.DEVELOPER]).post(address, {"next": wanted})
    assert answer.status_code == 302
    assert stays_here(answer.headers["Location"])


def stays_here(location):
    """As browsers read it: outer and inner blanks dropped, backslashes as slashes."""
    read = "".join(c for c in location.strip() if c not in "\t\r\n").replace("\\", "/")
    return urlsplit(urljoin("http://testserver/sign-in/", read)).netloc == "testserver"


def test_a_button_leads_back(world, browser):
    address = reverse("jobs:move", args=[world.job.pk, "pause"])
    answer = browser(world.people[Role.DEVELOPER]).post(
        address, {"next": "/pipeline/?state=failed"}
    )
    assert answer.headers["Location"] == "/pipeline/?state=failed"


def test_the_admin_has_no_second_door(person):
    """A door of its own would not count attempts."""
    answer = Client().post(
        "/admin/login/?next=/admin/jobs/", {"username": "rosa", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=/admin/jobs/"
    assert "sessionid" not in answer.cookies


def test_who_may_not_enter_the_admin_is_told_so_and_not_sent_in_circles(world, browser):
    reviewer = browser(world.people[Role.DEVELOPER])
    assert reviewer.get("/admin/", follow=True).status_code == 403


def test_the_admin_leads_staff_nowhere_else(world, browser):
    owner = browser(world.people[Role.SUPER_ADMIN])
    for wanted in ELSEWHERE:
        answer = owner.get("/admin/login/", {"next": wanted})
        assert stays_here(answer.headers["Location"]), wanted
    assert owner.get("/admin/login/").headers["Location"] == "/admin/"


# Sockets


async def test_a_socket_from_another_site_is_not_even_accepted(transactional_db, no_renditions):
    world = await database_sync_to_async(build_world)()
    token = str(AccessToken.for_user(world.people[Role.SUPER_ADMIN]))
    for origin in ("https://evil.example", "null", "", "http://localhost.evil.example"):
        socket = communicator("/ws/jobs/", origin=origin, token=token)
        await socket.send_input({"type": "websocket.connect"})
        assert (await socket.receive_output(SOON))["type"] == "websocket.close", origin
        await socket.send_input({"type": "websocket.disconnect", "code": 1006})
        await socket.wait(SOON)


async def test_a_socket_with_a_bent_token_is_told_to_sign_in(transactional_db, no_renditions):
    world = await database_sync_to_async(build_world)()
    person = world.people[Role.SUPER_ADMIN]
    refresh = await database_sync_to_async(RefreshToken.for_user)(person)
    for path, token in (
        ("/ws/jobs/", str(refresh)),
        ("/ws/jobs/", "x.y.z"),
        ("/ws/jobs/", signed(payload(person, user_id="nobody"))),
        (f"/ws/jobs/?token={AccessToken.for_user(person)}", ""),
    ):
        socket = communicator(path, token=token)
        await socket.send_input({"type": "websocket.connect"})
        assert (await socket.receive_output(SOON))["type"] == "websocket.accept"
        closed = await socket.receive_output(SOON)
        assert (closed["type"], closed["code"]) == ("websocket.close", 4401), path
        await socket.send_input({"type": "websocket.disconnect", "code": 4401})
        await socket.wait(SOON)


async def test_a_socket_does_not_fall_over_what_it_is_told(transactional_db, no_renditions):
    world = await database_sync_to_async(build_world)()
    token = str(AccessToken.for_user(world.people[Role.SUPER_ADMIN]))
    socket = communicator("/ws/jobs/", token=token)
    await socket.send_input({"type": "websocket.connect"})
    for expected in ("websocket.accept", "websocket.send", "websocket.send"):
        assert (await socket.receive_output(SOON))["type"] == expected
    for said in ("[" * 60_000, "{", "null", "\ud800", '{"type": []}', ""):
        await socket.send_input({"type": "websocket.receive", "text": said})
    await socket.send_input({"type": "websocket.receive", "text": '{"type": "resync"}'})
    answer = await socket.receive_output(SOON)
    assert json.loads(answer["text"])["type"] == "snapshot"
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait(SOON)


def test_a_deactivated_person_loses_token_and_session(world, api, browser):
    person = world.people[Role.DEVELOPER]
    page = browser(person)
    token = AccessToken.for_user(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert api().get(ME, HTTP_AUTHORIZATION=f"Bearer {token}").status_code == 401
    assert page.get("/library/").status_code == 302
    assert Asset.objects.visible_to(User.objects.get(pk=person.pk)).count() == 0
