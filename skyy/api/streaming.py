"""Answers that are written while they are sent."""

from collections.abc import AsyncIterator, Iterator, Mapping

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def streamed(
    request: HttpRequest, pieces: Iterator[bytes], content_type: str, headers: Mapping[str, str]
) -> StreamingHttpResponse:
    """Return an answer of which one piece at a time is in memory, under WSGI and ASGI.

    Args:
        pieces: reads no database: under ASGI it goes on in other threads.
    """
    asynchronous = isinstance(request, ASGIRequest)
    return StreamingHttpResponse(
        _async(pieces) if asynchronous else pieces, content_type=content_type, headers=dict(headers)
    )


async def _async(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    # Each piece in a thread: a sync iterator would be read whole into memory under ASGI.
    following = sync_to_async(lambda: next(pieces, None), thread_sensitive=False)
    while (piece := await following()) is not None:
        yield piece
