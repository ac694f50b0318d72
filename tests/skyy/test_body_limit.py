"""Bodies that are too large are refused at the door, with a length or without one."""

import json
from typing import Any

import pytest

from skyy.body_limit import SLACK, BodyLimit

LARGEST = 2_000_000


class Application:
    """Reads the whole body, as Django does, and answers with its length."""

    def __init__(self) -> None:
        self.read = 0
        self.called = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.called = True
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                return
            self.read += len(event["body"])
            if not event["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(self.read).encode()})


async def asked(
    chunks: list[bytes], *, declared: bytes | None, permitted: Any = lambda _path: None
) -> tuple[Application, list[Any]]:
    application = Application()
    sent: list[Any] = []
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks) - 1}
        for number, chunk in enumerate(chunks)
    ]

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(event: Any) -> None:
        sent.append(event)

    headers = [] if declared is None else [(b"content-length", declared)]
    scope: Any = {"type": "http", "path": "/", "headers": headers}
    await BodyLimit(application, LARGEST, permitted)(scope, receive, send)  # type: ignore[arg-type]
    return application, sent


async def test_a_body_within_the_limit_passes_untouched() -> None:
    application, sent = await asked([b"x" * LARGEST], declared=str(LARGEST).encode())
    assert application.read == LARGEST
    assert sent[0]["status"] == 200


@pytest.mark.parametrize("declared", [str(LARGEST + SLACK + 1).encode(), b"9" * 5000])
async def test_a_declared_length_beyond_it_is_refused_unread(declared: bytes) -> None:
    application, sent = await asked([b""], declared=declared)
    assert not application.called
    assert sent[0]["status"] == 413
    assert json.loads(sent[1]["body"])["error"]["code"] == "request.too_large"


async def test_a_body_without_a_length_is_cut_off_where_it_is_too_much() -> None:
    application, sent = await asked([b"x" * 1_000_000] * 50, declared=None)
    assert application.read <= LARGEST + SLACK
    assert sent[0]["status"] == 413


@pytest.mark.parametrize(
    ("permitted", "length", "status"),
    [
        (None, 3_000_001, 413),
        (9_000_000, 9_000_000, 200),
        (9_000_000, 10_000_001, 413),
        (0, 1_000_001, 413),
    ],
)
async def test_a_path_that_is_signed_for_more_takes_more(permitted, length, status) -> None:
    def says(path: str) -> int | None:
        assert path == "/"
        return permitted

    application, sent = await asked([b"x"], declared=str(length).encode(), permitted=says)
    assert sent[0]["status"] == status
    assert application.called == (status == 200)
