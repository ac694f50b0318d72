"""Every answer of the API has one shape, whatever went wrong before a view was reached."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from skyy.api.errors import Code, Problem

pytestmark = pytest.mark.django_db


class Asked(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        kind = request.query_params.get("kind")
        if kind == "problem":
            raise Problem(Code.PHOTO_NO_PRODUCT, "Nothing there.", fields={"file": ["empty"]})
        if kind == "bug":
            raise RuntimeError("a secret of the house")
        return Response({"kind": kind})

    def post(self, request: Request) -> Response:
        return Response(request.data, status=201)


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        yield b"part"

    return StreamingHttpResponse(parts())


urlpatterns = [path("api/v1/asked/", Asked.as_view()), path("streamed/", streamed)]
handler404 = "skyy.api.fallback.not_found"


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def body(client: Client, address: str, status: int) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == status
    found: dict[str, Any] = answer.json()
    assert set(found) == {"data", "error", "meta"}
    assert found["meta"]["request_id"] == answer.headers["X-Request-ID"]
    assert found["meta"]["timestamp"]
    return found


def test_an_answer_carries_its_data_and_no_error(client: Client) -> None:
    found = body(client, "/api/v1/asked/?kind=plain", 200)
    assert found["data"] == {"kind": "plain"}
    assert found["error"] is None


def test_a_problem_is_told_with_its_code_and_status(client: Client) -> None:
    found = body(client, "/api/v1/asked/?kind=problem", 422)
    assert found["data"] is None
    assert found["error"] == {
        "code": "photo.no_product",
        "message": "Nothing there.",
        "fields": {"file": ["empty"]},
    }


def test_a_bug_tells_nothing_but_its_request_id(client: Client) -> None:
    found = body(client, "/api/v1/asked/?kind=bug", 500)
    assert found["error"]["code"] == "server.error"
    assert found["meta"]["request_id"] in found["error"]["message"]
    assert "secret" not in str(found)


def test_an_unknown_address_of_the_api_answers_in_the_envelope(client: Client) -> None:
    assert body(client, "/api/v1/nowhere/", 404)["error"]["code"] == "not_found"


def test_what_is_no_json_is_refused_in_words(client: Client) -> None:
    answer = client.post("/api/v1/asked/", "{", content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "request.malformed"
    answer = client.post("/api/v1/asked/", "a=1", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 415
    assert answer.json()["error"]["code"] == "media_type.unsupported"


def test_a_streamed_answer_is_named_too_and_a_clients_own_name_is_not_believed(
    client: Client,
) -> None:
    answer = client.get("/streamed/", headers={"X-Request-ID": "mine\u0000"})
    assert b"".join(answer.streaming_content) == b"part"
    assert answer.headers["X-Request-ID"] != "mine\u0000"
