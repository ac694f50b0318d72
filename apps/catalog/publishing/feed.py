"""The showcase as a JSON Feed, version 1.1 (jsonfeed.org/version/1.1)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from .pieces import Picture, Piece, PublicModel

Absolute = Callable[[str], str]
"""Makes a path an address that is complete."""


def feed(
    pieces: Iterable[Piece], *, absolute: Absolute, page: int = 1, more: bool = False
) -> dict[str, Any]:
    """Return one page of the feed.

    Args:
        pieces: newest first.
        page: counted from 1.
        more: whether another page follows; it becomes ``next_url``.
    """
    address = absolute(reverse("catalog:showcase_feed"))
    found: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Showcase"),
        "home_page_url": absolute(reverse("catalog:showcase")),
        "feed_url": address if page == 1 else f"{address}?page={page}",
        "language": "en",
        "items": [_item(piece, absolute) for piece in pieces],
    }
    if more:
        found["next_url"] = f"{address}?page={page + 1}"
    return found


def _item(piece: Piece, absolute: Absolute) -> dict[str, Any]:
    product = piece.product
    publication = piece.publication
    url = absolute(reverse("catalog:showcase_product", args=[product.slug]))
    pictures = [picture for each in piece.colourways for picture in each.pictures]
    models = [each.model for each in piece.colourways if each.model is not None]
    attached = [_attachment(picture, absolute) for picture in pictures if picture.largest]
    item: dict[str, Any] = {
        "id": f"urn:uuid:{product.pk}",
        "url": url,
        "title": product.name,
        "content_text": product.description or product.name,
        "content_html": _html(piece, pictures, absolute),
        "date_published": publication.published_at.isoformat(),
        "date_modified": max(publication.published_at, product.updated_at).isoformat(),
        "attachments": [*attached, *(_attached_model(model, absolute) for model in models)],
        "_skyy": _facts(piece, absolute),
    }
    if product.collection is not None:
        item["tags"] = [product.collection.name, product.get_category_display()]
    if piece.cover.largest is not None:
        item["image"] = absolute(piece.cover.largest["url"])
    return item


def _html(piece: Piece, pictures: list[Picture], absolute: Absolute) -> str:
    shown = format_html_join(
        "",
        '<p><img src="{}" alt="{}"></p>',
        (
            (absolute(picture.largest["url"]), f"{piece.product.name}, {picture.media.variant}")
            for picture in pictures
            if picture.largest
        ),
    )
    return str(format_html("<p>{}</p>{}", piece.product.description or piece.product.name, shown))


def _attachment(picture: Picture, absolute: Absolute) -> dict[str, Any]:
    assert picture.largest is not None
    return {
        "url": absolute(picture.largest["url"]),
        "mime_type": picture.largest["media_type"],
        "title": f"{picture.media.variant.sku} · {picture.media.get_view_display()}",
    }


def _attached_model(model: PublicModel, absolute: Absolute) -> dict[str, Any]:
    return {
        "url": absolute(model.source["url"]),
        "mime_type": model.media.version.blob.media_type,
        "title": f"{model.media.variant.sku} · {model.media.get_role_display()}",
        "size_in_bytes": model.source["size"],
    }


def _facts(piece: Piece, absolute: Absolute) -> dict[str, Any]:
    """The house's own extension: what a shop needs to list the piece."""
    product = piece.product
    price = product.price
    return {
        "style_code": product.style_code,
        "price": None if price is None else f"{price:.2f}",
        "currency": product.currency,
        "edition": product.edition,
        "material": product.material,
        "care": product.care,
        "colourways": [
            {
                "name": each.name,
                "swatch": each.swatch,
                "sizes": list(each.sizes),
                "skus": list(each.skus),
                "images": [
                    absolute(picture.largest["url"]) for picture in each.pictures if picture.largest
                ],
                "model": None if each.model is None else absolute(each.model.source["url"]),
            }
            for each in piece.colourways
        ],
    }
