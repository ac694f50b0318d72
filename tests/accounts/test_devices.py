"""Where one is signed in; signing out here, there and everywhere; tokens that serve once."""

from django.test import Client
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from apps.accounts import devices
from apps.accounts.models import Device, DeviceKind

PASSWORD = "a long walk at night"
ROOT = "/api/v1/auth/"
ME = ROOT + "me/"


def obtain() -> dict[str, str]:
    sent = {"username": "rosa", "password": PASSWORD}
    return APIClient().post(ROOT + "token/", sent).json()["data"]


def opens(access: str) -> bool:
    return APIClient().get(ME, HTTP_AUTHORIZATION=f"Bearer {access}").status_code == 200


def refresh(text: str):
    return APIClient().post(ROOT + "token/refresh/", {"refresh": text})


def browser(agent="Mozilla/5.0 (X11; Linux) Firefox/130.0") -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"username": "rosa", "password": PASSWORD})
    return client


def test_a_refresh_token_serves_once_and_gives_the_next(rosa):
    first = obtain()
    second = refresh(first["refresh"]).json()["data"]
    assert opens(second["access"])
    third = refresh(second["refresh"]).json()["data"]
    assert opens(third["access"])


def test_a_refresh_token_used_twice_ends_the_whole_sign_in(rosa):
    stolen, other = obtain(), obtain()
    mine = refresh(stolen["refresh"]).json()["data"]
    thief = refresh(stolen["refresh"])
    assert (thief.status_code, thief.json()["error"]["code"]) == (401, "auth.invalid")
    assert not opens(mine["access"])
    assert refresh(mine["refresh"]).status_code == 401
    assert opens(other["access"])


def test_the_database_knows_no_refresh_token(rosa):
    pair = obtain()
    refresh(pair["refresh"])
    assert OutstandingToken.objects.count() == 2
    assert set(OutstandingToken.objects.values_list("token", flat=True)) == {""}


def test_signing_out_ends_the_tokens_that_ask_and_no_others(rosa):
    mine, other = obtain(), obtain()
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {mine['access']}")
    assert api.post(ROOT + "sign-out/").status_code == 204
    assert not opens(mine["access"])
    assert refresh(mine["refresh"]).status_code == 401
    assert opens(other["access"])


def test_signing_out_of_a_session_through_the_api(rosa):
    client = browser()
    assert client.post(ROOT + "sign-out/").status_code == 204
    assert client.get("/profile/").status_code == 302
    assert not Device.objects.exists()


def test_everywhere_is_everywhere_at_once(rosa):
    pair, here, there = obtain(), browser(), browser()
    here.post("/profile/sign-out-everywhere/")
    assert not opens(pair["access"])
    assert refresh(pair["refresh"]).status_code == 401
    assert here.get("/profile/").status_code == 302
    assert there.get("/profile/").status_code == 302
    assert not Device.objects.exists()


def test_sessions_without_a_row_end_everywhere_too(rosa):
    client = Client()
    client.force_login(rosa)
    devices.end_everywhere(rosa)
    assert client.get("/profile/").status_code == 302


def test_a_device_is_listed_and_signed_out_from_another(rosa):
    here, there = browser(), browser("curl/8.0")
    page = here.get("/profile/devices/").content.decode()
    assert "Firefox on Linux" in page
    assert "curl" in page
    (other,) = [device for device in devices.listed(rosa) if "curl" in device.user_agent]
    assert here.post(f"/profile/devices/{other.pk}/sign-out/").status_code == 302
    assert there.get("/profile/").status_code == 302
    assert here.get("/profile/").status_code == 200


def test_nobody_signs_others_out(client, rosa, owner):
    obtain()
    device = Device.objects.get()
    client.force_login(owner)
    assert client.post(f"/profile/devices/{device.pk}/sign-out/").status_code == 404
    assert client.delete(f"{ROOT}devices/{device.pk}/").status_code == 404
    assert client.get(ROOT + "devices/").json()["data"] == []
    assert Device.objects.exists()


def test_the_api_lists_and_ends_them(rosa):
    pair = obtain()
    browser()
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    rows = api.get(ROOT + "devices/").json()["data"]
    assert {row["kind"]: row["this"] for row in rows} == {
        DeviceKind.TOKENS: True,
        DeviceKind.SESSION: False,
    }
    session = next(row for row in rows if not row["this"])
    assert api.delete(f"{ROOT}devices/{session['id']}/").status_code == 204
    assert api.get(ROOT + "devices/").json()["meta"]["total"] == 1


def test_a_hostile_user_agent_is_words_only(rosa):
    client = browser("<script>alert(1)</script>" + "x" * 5000)
    page = client.get("/profile/devices/").content.decode()
    assert "<script>alert" not in page
    assert len(Device.objects.get().user_agent) == 200
