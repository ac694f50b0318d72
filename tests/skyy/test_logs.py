import io
import json
import logging
from contextlib import contextmanager

import httpx
import pytest
from django.conf import settings as configured_settings
from django.test import Client, RequestFactory

from skyy.api.request_id import RequestIdMiddleware
from skyy.logs import JsonFormatter, LineFormatter, bound, context


@contextmanager
def written(formatter):
    """What goes to the log, through the root logger as everything does."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def said(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_message_is_one_object_on_one_line():
    with written(JsonFormatter) as stream:
        logging.getLogger("skyy.test").warning("Two\nlines of %s", "text")
    (line,) = said(stream)
    assert line["message"] == "Two\nlines of text"
    assert (line["level"], line["logger"]) == ("WARNING", "skyy.test")
    assert line["at"].endswith("+00:00")


def test_a_message_says_what_it_belongs_to():
    with written(JsonFormatter) as stream:
        with bound(job="j-1", step="s-1"):
            logging.getLogger("skyy.test").info("inside")
        logging.getLogger("skyy.test").info("outside")
    inside, outside = said(stream)
    assert (inside["job"], inside["step"]) == ("j-1", "s-1")
    assert "job" not in outside


def test_nobody_writes_lines_of_their_own():
    with written(LineFormatter) as stream:
        logging.getLogger("skyy.test").info("name\n2026-01-01 ERROR forged: %s", "\x1b[31m\u2028")
    (line,) = stream.getvalue().splitlines()
    assert "\\n2026-01-01 ERROR forged" in line
    assert "\x1b" not in line


@pytest.mark.parametrize("formatter", [LineFormatter, JsonFormatter])
def test_a_traceback_is_kept(formatter):
    with written(formatter) as stream:
        try:
            raise ValueError("broken thread")
        except ValueError:
            logging.getLogger("skyy.test").exception("It broke")
    assert "Traceback" in stream.getvalue()
    assert "broken thread" in stream.getvalue()


def test_a_requests_messages_carry_the_id_the_client_is_told():
    def view(request):
        logging.getLogger("skyy.test").info("in the view")
        from django.http import HttpResponse

        return HttpResponse()

    with written(JsonFormatter) as stream:
        answer = RequestIdMiddleware(view)(RequestFactory().get("/"))
    (line,) = said(stream)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert context() == {}


async def test_two_requests_at_once_keep_their_ids_apart():
    import asyncio

    from django.http import HttpResponse
    from django.test import AsyncRequestFactory

    async def view(request):
        await asyncio.sleep(0)
        logging.getLogger("skyy.test").info("%s", request.path)
        return HttpResponse(request.path)

    middleware = RequestIdMiddleware(view)
    with written(JsonFormatter) as stream:
        answers = await asyncio.gather(
            *(middleware(AsyncRequestFactory().get(f"/{name}")) for name in "ab")
        )
    found = {
        line["message"]: line["request"] for line in said(stream) if line["logger"] == "skyy.test"
    }
    assert found == {answer.content.decode(): answer.headers["X-Request-ID"] for answer in answers}


SECRETS = {
    "header": "OPENSESAME-header",
    "cookie": "OPENSESAME-cookie",
    "query": "OPENSESAME-query",
    "exception": "OPENSESAME-exception",
    "provider": "OPENSESAME-provider",
    "address": "OPENSESAME-address",
    "argument": "OPENSESAME-argument",
}


def plant(monkeypatch):
    """Every place a secret gets into."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = SECRETS["cookie"]
    headers = {"Authorization": f"Bearer {SECRETS['header']}"}
    client.get(f"/nowhere/?token={SECRETS['query']}", headers=headers)

    def broken(*_args, **_more):
        raise RuntimeError(f"refused: Authorization: Bearer {SECRETS['exception']}")

    with monkeypatch.context() as for_now:
        for_now.setattr("apps.jobs.health.views.exposition", broken)
        assert client.get(f"/metrics?key={SECRETS['query']}", headers=headers).status_code == 500
    logger = logging.getLogger("skyy.test")
    request = httpx.Request(
        "POST",
        f"https://user:{SECRETS['address']}@provider.example/v1?api_key={SECRETS['provider']}",
        headers={"Authorization": f"Bearer {SECRETS['provider']}"},
    )
    try:
        httpx.Response(401, request=request).raise_for_status()
    except httpx.HTTPStatusError:
        logger.exception("The provider refused %s with %s", request.url, dict(request.headers))
    logger.error("Its answer: %s", {"error": "bad key", "api_key": SECRETS["provider"]})
    logger.info("headers %s", [(b"authorization", b"Bearer " + SECRETS["argument"].encode())])
    logger.info("signed with %s", configured_settings.SECRET_KEY)


@pytest.mark.parametrize("formatter", [LineFormatter, JsonFormatter])
def test_no_secret_reaches_the_log_wherever_it_was_planted(db, formatter, monkeypatch):
    with written(formatter) as stream:
        plant(monkeypatch)
    log = stream.getvalue()
    # Something was written of each.
    for place in ("/nowhere/", "/metrics", "RuntimeError", "provider refused", "Its answer"):
        assert place in log
    assert "OPENSESAME" not in log
    assert configured_settings.SECRET_KEY not in log


def test_everything_is_written_through_these_formatters():
    logs = configured_settings.LOGGING
    assert {one["()"] for one in logs["formatters"].values()} == {
        "skyy.logs.LineFormatter",
        "skyy.logs.JsonFormatter",
    }
    assert all(one["formatter"] in logs["formatters"] for one in logs["handlers"].values())
    assert logging.getLogger("django").handlers == []
    assert logging.getLogger("httpx").getEffectiveLevel() >= logging.WARNING
