"""The second factor: turned on with a first code, asked at every door, each code once."""

from io import StringIO

import pyotp
import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from apps.accounts import attempts, second_factor
from apps.accounts.models import RecoveryCode, SecondFactor
from skyy.api.errors import Code, Problem

PASSWORD = "a long walk at night"
TOKEN = "/api/v1/auth/token/"


@pytest.fixture
def clock(monkeypatch):
    """Seconds that stand still until they are moved."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(attempts, "now", lambda: now[0])
    return now


class App:
    """An authenticator app."""

    def __init__(self, clock, secret):
        self.clock, self.otp = clock, pyotp.TOTP(secret)

    def code(self, steps: int = 0) -> str:
        return self.otp.at(int(self.clock[0]) + 30 * steps)


def turned_on(user, clock):
    app = App(clock, second_factor.begin(user).secret)
    codes = second_factor.confirm(user, app.code())
    clock[0] += 30
    return app, codes


def sign_in(client, **more):
    return client.post("/sign-in/", {"username": "rosa", "password": PASSWORD} | more)


def token(**more):
    return APIClient().post(TOKEN, {"username": "rosa", "password": PASSWORD} | more)


def test_a_browser_gets_in_with_password_and_code_and_with_neither_alone(client, rosa, clock):
    app, _codes = turned_on(rosa, clock)
    asked = sign_in(client, next="/profile/keys/")
    assert asked.headers["Location"] == "/sign-in/code/"
    assert client.get("/profile/").status_code == 302
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert client.get("/profile/").status_code == 302
    right = client.post("/sign-in/code/", {"code": app.code()})
    assert right.headers["Location"] == "/profile/keys/"
    assert client.get("/profile/").status_code == 200


def test_a_code_without_a_password_leads_back(client, rosa, clock):
    app, _codes = turned_on(rosa, clock)
    answer = client.post("/sign-in/code/", {"code": app.code()})
    assert answer.headers["Location"] == "/sign-in/"
    assert client.get("/profile/").status_code == 302


def test_a_password_given_too_long_ago_is_asked_again(client, rosa, clock):
    app, _codes = turned_on(rosa, clock)
    sign_in(client)
    clock[0] += 301
    assert client.post("/sign-in/code/", {"code": app.code()}).headers["Location"] == "/sign-in/"


def test_a_password_changed_meanwhile_was_not_given(client, rosa, clock):
    app, _codes = turned_on(rosa, clock)
    sign_in(client)
    rosa.set_password("another walk at noon")
    rosa.save()
    assert client.post("/sign-in/code/", {"code": app.code()}).headers["Location"] == "/sign-in/"


def test_tokens_need_the_code_too(rosa, clock):
    app, _codes = turned_on(rosa, clock)
    without = token()
    assert without.status_code == 401
    assert without.json()["error"]["code"] == "auth.code_required"
    wrong = token(code="000000")
    assert wrong.json()["error"]["code"] == "second_factor.wrong"
    assert "access" in token(code=app.code()).json()["data"]


def test_a_wrong_password_does_not_tell_that_there_is_a_second_factor(rosa, clock):
    before = token(password="guess").json()["error"]
    turned_on(rosa, clock)
    assert token(password="guess").json()["error"] == before


def test_a_code_serves_once_and_an_older_one_not_after_it(rosa, clock):
    app, _codes = turned_on(rosa, clock)
    code = app.code()
    assert token(code=code).status_code == 200
    assert token(code=code).status_code == 400
    assert token(code=app.code(-1)).status_code == 400


def test_clocks_may_differ_by_one_step_and_no_more(rosa, clock):
    app, _codes = turned_on(rosa, clock)
    clock[0] += 300
    assert token(code=app.code(2)).status_code == 400
    assert token(code=app.code(-2)).status_code == 400
    assert token(code=app.code(1)).status_code == 200


def test_recovery_codes_open_once_each(rosa, clock):
    _app, codes = turned_on(rosa, clock)
    assert len(set(codes)) == 10
    assert token(code=codes[0].upper().replace("-", " ")).status_code == 200
    assert token(code=codes[0]).status_code == 400
    assert token(code=codes[1]).status_code == 200
    assert second_factor.recovery_codes_left(rosa) == 8


def test_neither_secret_nor_recovery_codes_stand_in_the_database(rosa, clock):
    app, codes = turned_on(rosa, clock)
    kept = SecondFactor.objects.get(user=rosa).secret
    assert app.otp.secret not in kept
    digests = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code in digests or code.replace("-", "") in digests for code in codes)


def test_guessing_codes_is_locked_even_for_the_right_one(rosa, clock):
    app, _codes = turned_on(rosa, clock)
    for number in range(attempts.CODE.free):
        with pytest.raises(Problem) as refused:
            second_factor.check(rosa, f"{number:06}")
        assert refused.value.code == Code.SECOND_FACTOR_WRONG
    with pytest.raises(Problem) as locked:
        second_factor.check(rosa, app.code())
    assert locked.value.code == Code.THROTTLED
    assert locked.value.retry_after > 0


def test_a_secret_is_not_on_before_its_first_code(rosa, clock):
    second_factor.begin(rosa)
    assert token().status_code == 200
    with pytest.raises(Problem) as refused:
        second_factor.confirm(rosa, "000000")
    assert refused.value.code == Code.SECOND_FACTOR_WRONG
    assert token().status_code == 200


def test_the_page_asks_for_the_password_unless_it_was_just_given(client, rosa, clock):
    client.force_login(rosa)
    page = client.get("/profile/second-factor/").content.decode()
    assert "<svg" not in page.split("enrol__code")[-1] or "enrol__code" not in page
    assert client.post("/profile/second-factor/", {"password": "guess"}).status_code == 422
    client.post("/profile/second-factor/", {"password": PASSWORD})
    shown = client.get("/profile/second-factor/")
    assert shown.context["enrolment"].svg.startswith("<svg")
    app = App(clock, shown.context["enrolment"].secret)
    done = client.post("/profile/second-factor/", {"code": app.code()})
    assert len(done.context["codes"]) == 10
    rosa.refresh_from_db()
    assert rosa.second_factor_at is not None


def test_turning_off_needs_password_and_code(client, rosa, clock):
    app, _codes = turned_on(rosa, clock)
    client.force_login(rosa)
    off = "/profile/second-factor/off/"
    assert client.post(off, {"password": PASSWORD, "code": "000000"}).status_code == 422
    assert client.post(off, {"password": "guess", "code": app.code()}).status_code == 422
    assert client.post(off, {"password": PASSWORD, "code": app.code()}).status_code == 302
    rosa.refresh_from_db()
    assert rosa.second_factor_at is None
    assert token().status_code == 200


def test_staff_who_owe_one_are_let_to_nothing_but_setting_it_up(client, owner, settings, clock):
    settings.STAFF_SECOND_FACTOR = True
    entered = client.post("/sign-in/", {"username": "owner", "password": PASSWORD})
    assert entered.headers["Location"] == "/profile/second-factor/"
    for page in ("/", "/library/", "/admin/"):
        assert client.get(page, follow=True).redirect_chain[-1][0] == "/profile/second-factor/"
    api = client.get("/api/v1/products/")
    assert (api.status_code, api.json()["error"]["code"]) == (403, "auth.second_factor_missing")
    refused = APIClient().post(TOKEN, {"username": "owner", "password": PASSWORD})
    assert refused.status_code == 403
    app = App(clock, second_factor.begin(owner).secret)
    client.post("/profile/second-factor/", {"code": app.code()})
    assert client.get("/library/").status_code == 200
    assert client.get("/admin/").status_code == 200
    clock[0] += 30
    off = {"password": PASSWORD, "code": app.code()}
    assert client.post("/profile/second-factor/off/", off).status_code == 409
    owner.refresh_from_db()
    assert owner.second_factor_at is not None


def test_an_owner_takes_a_lost_one_away(client, rosa, owner, clock):
    turned_on(rosa, clock)
    client.force_login(owner)
    client.post(
        "/admin/accounts/user/",
        {"action": "remove_second_factor", "_selected_action": [str(rosa.pk)]},
    )
    assert token().status_code == 200


def test_the_api_turns_it_on_and_off(rosa, clock):
    api = APIClient()
    api.force_login(rosa)
    root = "/api/v1/auth/second-factor/"
    assert api.get(root).json()["data"] == {
        "active": False,
        "needed": False,
        "recovery_codes_left": 0,
    }
    assert api.post(root, {"password": "guess"}).json()["error"]["code"] == "password.wrong"
    begun = api.post(root, {"password": PASSWORD}).json()["data"]
    assert begun["svg"].startswith("<svg")
    app = App(clock, begun["secret"])
    codes = api.post(root + "confirm/", {"code": app.code()}).json()["data"]["recovery_codes"]
    assert api.post(root, {"password": PASSWORD}).json()["error"]["code"] == "second_factor.active"
    clock[0] += 30
    proof = {"password": PASSWORD, "code": app.code()}
    fresh = api.post(root + "recovery-codes/", proof).json()["data"]["recovery_codes"]
    assert not set(fresh) & set(codes)
    assert token(code=codes[0]).status_code == 400
    assert api.post(root + "off/", {"password": PASSWORD, "code": fresh[0]}).status_code == 204
    assert token().status_code == 200


def test_a_command_on_the_server_helps_a_lone_owner_in(owner, clock):
    turned_on(owner, clock)
    call_command("remove_second_factor", "owner", stdout=StringIO())
    owner.refresh_from_db()
    assert owner.second_factor_at is None
    for name in ("owner", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name)
