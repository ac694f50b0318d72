"""What browsers are told about every answer, and which other sites' scripts may ask."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import AsyncClient, Client, RequestFactory, override_settings

from skyy.configuration import Configuration
from skyy.response_headers import (
    MODEL_VIEWER_STYLE,
    ResponseHeadersMiddleware,
    content_policy,
)
from skyy.storage_origins import storage_origins
from skyy.unsafe import refusals

ANSWERS = [
    ("/sign-in/", 200),
    ("/nowhere/", 404),
    ("/", 302),
    ("/api/v1/auth/me/", 401),
    ("/static/nothing.css", 404),
    ("/health/live", 200),
]
ELSEWHERE = "https://shop.example"


def directives(policy: str) -> dict[str, list[str]]:
    return {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_says_what_a_browser_may_do_with_it(address, status):
    answer = Client().get(address)
    assert answer.status_code == status
    policy = directives(answer["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Server" not in answer.headers


@pytest.mark.django_db
async def test_an_asynchronous_server_says_the_same():
    answer = await AsyncClient().get("/sign-in/")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_nothing_inline_and_nothing_from_elsewhere_runs_or_styles():
    policy = content_policy(["https://files.example"], https=True)
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "*" not in policy
    found = directives(policy)
    assert found["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert found["style-src"] == ["'self'", MODEL_VIEWER_STYLE]
    assert "https://files.example" in found["connect-src"]
    assert "https://files.example" in found["img-src"]
    assert "https://files.example" not in found["script-src"]
    assert "upgrade-insecure-requests" in found


def test_what_a_view_says_itself_stands():
    def view(_request):
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'; sandbox"})

    answer = ResponseHeadersMiddleware(view)(RequestFactory().get("/"))
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.django_db
def test_no_site_is_let_in_unless_it_is_named():
    answer = Client().get("/api/v1/auth/me/", headers={"Origin": ELSEWHERE})
    assert not any(name.lower().startswith("access-control") for name in answer.headers)


@pytest.mark.django_db
@override_settings(CORS_ALLOWED_ORIGINS=[ELSEWHERE])
def test_a_named_site_may_use_the_api_with_a_token_but_not_with_cookies():
    asked = {
        "Origin": ELSEWHERE,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, if-match",
    }
    told = Client().options("/api/v1/assets/", headers=asked)
    assert told.status_code == 200
    assert told["Access-Control-Allow-Origin"] == ELSEWHERE
    assert "authorization" in told["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in told.headers
    answer = Client().get("/api/v1/auth/me/", headers={"Origin": ELSEWHERE})
    assert "X-Request-ID" in answer["Access-Control-Expose-Headers"]


@pytest.mark.django_db
@override_settings(CORS_ALLOWED_ORIGINS=[ELSEWHERE])
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/admin/", "/api/docs/"])
def test_pages_are_let_out_to_no_other_site(address):
    answer = Client().get(address, headers={"Origin": ELSEWHERE})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("origin", ["*", "shop.example", "http://shop.example", f"{ELSEWHERE}/a"])
def test_production_refuses_to_let_in_what_is_no_site(origin):
    found = refusals(Configuration(cors_origins=[origin]))
    assert [line for line in found if line.startswith("SKYY_CORS_ORIGINS")]


def test_the_storages_origin_is_where_its_signed_addresses_begin():
    own = Configuration(s3_endpoint="https://files.example:9000/s3")
    assert storage_origins(own) == ["https://files.example:9000"]
    amazon = Configuration(s3_endpoint="", s3_bucket="house", s3_region="eu-west-1")
    assert "https://house.s3.amazonaws.com" in storage_origins(amazon)


def test_cookies_are_out_of_scripts_and_other_sites_reach():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_SAMESITE == "Lax"
