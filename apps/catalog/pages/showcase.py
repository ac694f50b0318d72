"""The public pages: no sign-in, nothing private, and nothing that is not to be seen yet."""

import hashlib
import json
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from apps.assets.delivery import respond
from apps.assets.models import Blob
from apps.catalog.models import MediaRole, ProductMedia
from apps.catalog.publishing import visible
from apps.catalog.publishing.feed import feed
from apps.catalog.publishing.pieces import ORIGINAL, Piece, piece

FEED_PAGE = 100
"""Products on one page of the feed."""
OTHERS = 3
"""Pieces of the same collection shown below one."""


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Every piece that is public, by collection."""
    found = visible.with_pictures(visible.publications()).order_by(
        "product__collection__position", "product__collection__name", "product__name"
    )
    pieces = [piece(publication) for publication in found]
    chapters: dict[object, list[Piece]] = {}
    for each in pieces:
        chapters.setdefault(each.product.collection, []).append(each)
    context = {
        "chapters": list(chapters.items()),
        "canonical": request.build_absolute_uri(reverse("catalog:showcase")),
        "feed_url": request.build_absolute_uri(reverse("catalog:showcase_feed")),
    }
    body = render_to_string("showcase/index.html", context)
    return _cached(request, body, "text/html; charset=utf-8", pieces)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One piece; ``?colour=`` chooses the colourway, so that switching needs no script."""
    found = visible.with_pictures(visible.publications())
    shown = piece(get_object_or_404(found, product__slug=slug))
    path = reverse("catalog:showcase_product", args=[slug])
    chosen = shown.colourway(request.GET.get("colour", ""))
    cover = chosen.cover.largest
    context = {
        "piece": shown,
        "product": shown.product,
        "chosen": chosen,
        "others": _others(shown),
        "canonical": request.build_absolute_uri(path),
        "cover_url": cover and request.build_absolute_uri(cover["url"]),
        "feed_url": request.build_absolute_uri(reverse("catalog:showcase_feed")),
    }
    body = render_to_string("showcase/product.html", context)
    return _cached(request, body, "text/html; charset=utf-8", [shown])


@require_safe
def feed_page(request: HttpRequest) -> HttpResponseBase:
    """The JSON feed, a hundred pieces a page, newest first."""
    found = visible.with_pictures(visible.publications()).order_by("-published_at", "pk")
    paginator = Paginator(found, FEED_PAGE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Http404
    if not 1 <= int(number) <= paginator.num_pages:
        raise Http404
    page = paginator.page(int(number))
    pieces = [piece(publication) for publication in page]
    body = feed(pieces, absolute=request.build_absolute_uri, page=int(number), more=page.has_next())
    text = json.dumps(body, ensure_ascii=False, indent=1)
    response = _cached(request, text, "application/feed+json; charset=utf-8", pieces)
    # A feed is there to be read by other houses' pages.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def media(
    request: HttpRequest, publication: UUID, media: UUID, specification: str
) -> HttpResponseBase:
    """A file of an approved picture or model; whether it may be seen is asked anew every time."""
    shown = get_object_or_404(
        visible.media(publication, media).select_related("variant", "version__blob")
    )
    blob = _blob(shown, specification)
    name = f"{shown.variant.sku}-{shown.view}{PurePath(blob.key).suffix}"
    response = respond(blob, request, cache_public=True, filename=name)
    # A copy may be kept but must be asked about: a withdrawn picture is gone at once.
    del response["Cache-Control"]
    patch_cache_control(response, public=True, no_cache=True)
    # Shops and readers of the feed show it on pages of their own.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if shown.role == MediaRole.MODEL:
        # Read by script, on the pages that the feed goes to as well.
        response["Access-Control-Allow-Origin"] = "*"
    return response


def _others(shown: Piece) -> list[Piece]:
    """A few more pieces of the same collection."""
    collection = shown.product.collection
    if collection is None:
        return []
    found = visible.with_pictures(visible.publications().filter(product__collection=collection))
    return [piece(other) for other in found.exclude(pk=shown.publication.pk)[:OTHERS]]


def _blob(shown: ProductMedia, specification: str) -> Blob:
    if specification == ORIGINAL:
        return shown.version.blob
    renditions = shown.version.renditions.select_related("blob")
    return get_object_or_404(renditions, specification=specification).blob


def _cached(
    request: HttpRequest, body: str, content_type: str, pieces: list[Piece]
) -> HttpResponseBase:
    """Answer with an entity tag over the very bytes: it cannot be wrong about what changed."""
    content = body.encode()
    response = HttpResponse(content, content_type=content_type)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    changed = _changed(pieces)
    if changed is not None:
        # Told, but never compared: taking something down moves no date.
        response["Last-Modified"] = http_date(changed.timestamp())
    patch_cache_control(response, public=True, no_cache=True)
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if answer is not None else response


def _changed(pieces: list[Piece]) -> datetime | None:
    moments = [
        moment
        for each in pieces
        for moment in (each.publication.published_at, each.product.updated_at)
    ]
    return max(moments, default=None)
