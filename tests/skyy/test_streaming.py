"""An answer that is written while it is sent is made no faster than it is read."""

import pytest
from django.test import AsyncRequestFactory, RequestFactory

from skyy.api.streaming import streamed


@pytest.fixture
def made():
    return []


@pytest.fixture
def pieces(made):
    def one_by_one():
        for number in range(3):
            made.append(number)
            yield b"%d" % number

    return one_by_one()


def answer(request, pieces):
    return streamed(request, pieces, "application/zip", {"Cache-Control": "no-store"})


def test_piece_by_piece(pieces, made):
    sent = answer(RequestFactory().get("/"), pieces)
    assert next(iter(sent)) == b"0"
    assert made == [0]
    assert (sent["Content-Type"], sent["Cache-Control"]) == ("application/zip", "no-store")


async def test_piece_by_piece_to_an_asynchronous_server(pieces, made):
    sent = answer(AsyncRequestFactory().get("/"), pieces)
    assert sent.is_async
    reading = aiter(sent)
    assert await anext(reading) == b"0"
    assert made == [0]
    assert [piece async for piece in reading] == [b"1", b"2"]
