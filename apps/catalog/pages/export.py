"""Exporting what was ticked in the library as one ZIP."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.pages.chosen import chosen
from apps.catalog.exporting import Export, prepare
from skyy.api.errors import Problem


@require_safe
@requires(Action.READ)
def export(request: HttpRequest) -> HttpResponseBase:
    """A ZIP of those named as ``asset``, or with ``every`` of all that the library's filters
    find."""
    user = signed_in(request)
    given = request.GET
    try:
        made = prepare(
            user,
            chosen(user, given, request),
            template=given.get("template"),
            territory=given.get("territory", "").upper() or None,
            channel=given.get("channel") or None,
        )
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("assets:library")
    return sent(request, made)


def sent(request: HttpRequest, made: Export) -> HttpResponseBase:
    """The answer that is written while it is sent."""
    pieces = _async(made) if isinstance(request, ASGIRequest) else made.pieces()
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response.headers["Content-Length"] = str(made.size)
    name = f"skyy-{made.made_at:%Y%m%d-%H%M%S}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


async def _async(made: Export) -> AsyncIterator[bytes]:
    # Each piece in a thread: a sync iterator would be read whole into memory under ASGI.
    pieces = made.pieces()
    following = sync_to_async(lambda: next(pieces, None), thread_sensitive=False)
    while (piece := await following()) is not None:
        yield piece
