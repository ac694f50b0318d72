"""Sends stored bytes: immutable, so cached for good; never executed, whatever they contain."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import BinaryIO

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from . import blobs
from .models import Blob
from .renditions import WEB_FORMATS

_SHOWN_INLINE = WEB_FORMATS | {
    *("video/mp4", "video/webm"),
    *("audio/mp4", "audio/webm", "audio/ogg", "audio/wav", "audio/mpeg", "audio/flac"),
}
"""Nothing among them can carry a script; everything else is an attachment, documents too."""

_AT_ONCE = 1_000_000
_CHUNK = 1 << 18
_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*$", re.IGNORECASE | re.ASCII)


def respond(
    blob: Blob,
    request: HttpRequest,
    *,
    cache_public: bool,
    filename: str,
    download: bool = False,
) -> HttpResponseBase:
    """Answer a request for a blob whose permission was checked before.

    Honours ``If-None-Match``, a single ``Range`` and ``If-Range``; of a part, only that part is
    read. Pictures and films that browsers show are
    sent inline unless ``download``; everything else as an attachment.

    Args:
        cache_public: whether shared caches may keep it.
        filename: what a person saves it as.

    Raises:
        Problem: ``storage.failed``.
    """
    etag = f'"{blob.sha256}"'
    if _is_known(request, etag):
        return _described(HttpResponse(status=304), blob, etag, cache_public)
    span = _requested(request, blob.size, etag)
    if span is None:
        refused = _described(HttpResponse(status=416), blob, etag, cache_public)
        refused.headers["Content-Range"] = f"bytes */{blob.size}"
        refused.headers["Cache-Control"] = "no-store"
        return refused
    start, end, partial = span
    response = _body(request, blob, start, end)
    response.status_code = 206 if partial else 200
    response.headers["Content-Type"] = blob.media_type
    response.headers["Content-Length"] = str(end - start)
    if partial:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{blob.size}"
    attached = download or blob.media_type not in _SHOWN_INLINE
    response.headers["Content-Disposition"] = content_disposition_header(attached, filename) or ""
    return _described(response, blob, etag, cache_public)


def _described(
    response: HttpResponseBase, blob: Blob, etag: str, cache_public: bool
) -> HttpResponseBase:
    scope = "public" if cache_public else "private"
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = f"{scope}, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the client has these bytes (RFC 9110, 13.1.2: compared weakly, ``*`` is any)."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {one.removeprefix("W/") for one in known}


def _requested(request: HttpRequest, size: int, etag: str) -> tuple[int, int, bool] | None:
    """The wanted span [start, end) and whether it is a part; ``None`` when it lies outside
    (RFC 9110, section 14.2: ranges are for GET alone)."""
    if request.method != "GET":
        return 0, size, False
    match = _RANGE.match(request.headers.get("Range", ""))
    condition = request.headers.get("If-Range", etag)
    if match is None or match.groups() == ("", "") or condition != etag:
        return 0, size, False
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    return (start, end, True) if start < end else None


def _body(request: HttpRequest, blob: Blob, start: int, end: int) -> HttpResponseBase:
    if request.method == "HEAD" or start == end:
        return HttpResponse()
    file = blobs.open_blob(blob, start, end)
    if end - start <= _AT_ONCE:
        return HttpResponse(_read_whole(file, end - start))
    if isinstance(request, ASGIRequest):
        return StreamingHttpResponse(_pieces_async(file, end - start))
    return StreamingHttpResponse(_pieces(file, end - start))


def _read_whole(file: BinaryIO, length: int) -> bytes:
    try:
        with file:
            read = file.read(length)
    except OSError as error:
        raise blobs.unreadable() from error
    if len(read) < length:
        raise blobs.unreadable()
    return read


def _pieces(file: BinaryIO, left: int) -> Iterator[bytes]:
    with file:
        while left > 0 and (piece := file.read(min(left, _CHUNK))):
            left -= len(piece)
            yield piece


async def _pieces_async(file: BinaryIO, left: int) -> AsyncIterator[bytes]:
    # Each read in a thread: a sync iterator would be read whole into memory under ASGI.
    read = sync_to_async(file.read, thread_sensitive=False)
    try:
        while left > 0 and (piece := await read(min(left, _CHUNK))):
            left -= len(piece)
            yield piece
    finally:
        file.close()
