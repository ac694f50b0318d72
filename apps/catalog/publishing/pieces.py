"""A published product as the public page and the feed show it: pictures by colourway, facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify

from apps.assets.renditions import WEB_FORMATS, PictureSource
from apps.catalog.models import Product, ProductMedia, Publication, Variant

ORIGINAL = "original"
"""The name under which the approved file itself is served."""


@dataclass(frozen=True)
class Picture:
    """One approved picture; ``sources`` as components/picture.html takes them."""

    media: ProductMedia
    sources: list[PictureSource]

    @property
    def largest(self) -> PictureSource | None:
        """The largest source that every reader can show, a JPEG where there is one."""
        plain = [s for s in self.sources if s["media_type"] != "image/avif"] or self.sources
        return max(plain, key=lambda s: (s["width"], s["media_type"] == "image/jpeg"), default=None)


@dataclass(frozen=True)
class PublicColourway:
    """One colour of a piece, with the sizes it is made in. ``key`` names it in the address."""

    key: str
    name: str
    swatch: str
    sizes: tuple[str, ...]
    skus: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Piece:
    """A product on the showcase. Colourways without an approved picture are not in it."""

    publication: Publication
    product: Product
    colourways: tuple[PublicColourway, ...]

    def colourway(self, key: str) -> PublicColourway:
        """The colourway asked for, or the first."""
        return next((each for each in self.colourways if each.key == key), self.colourways[0])

    @property
    def cover(self) -> Picture:
        """The picture that stands for the piece."""
        return self.colourways[0].pictures[0]


def piece(publication: Publication) -> Piece:
    """Put a publication together; it must come from ``visible.with_pictures``."""
    shown: list[ProductMedia] = publication.shown_media  # type: ignore[attr-defined]
    by_colour: dict[str, list[ProductMedia]] = {}
    for media in shown:
        by_colour.setdefault(media.variant.colour_name, []).append(media)
    variants = list(publication.product.variants.all())
    return Piece(
        publication,
        publication.product,
        tuple(
            _colourway(publication, name, media, [v for v in variants if v.colour_name == name])
            for name, media in by_colour.items()
        ),
    )


def _colourway(
    publication: Publication, name: str, media: list[ProductMedia], variants: list[Variant]
) -> PublicColourway:
    return PublicColourway(
        key=slugify(name) or "one",
        name=name,
        swatch=next((variant.swatch for variant in variants if variant.swatch), ""),
        sizes=tuple(variant.size for variant in variants if variant.size),
        skus=tuple(variant.sku for variant in variants),
        pictures=tuple(_pictures(publication, media)),
    )


def _pictures(publication: Publication, shown: Iterable[ProductMedia]) -> Iterable[Picture]:
    for media in sorted(shown, key=lambda each: each.view != "front"):
        yield Picture(media, _sources(publication, media))


def _sources(publication: Publication, media: ProductMedia) -> list[PictureSource]:
    version = media.version
    sources: list[PictureSource] = [
        {
            "url": media_url(publication, media, rendition.specification),
            "width": rendition.width,
            "height": rendition.height,
            "media_type": rendition.blob.media_type,
        }
        for rendition in version.renditions.all()
        if rendition.blob.media_type in WEB_FORMATS
    ]
    if not sources and version.blob.media_type in WEB_FORMATS and version.width and version.height:
        sources.append(
            {
                "url": media_url(publication, media, ORIGINAL),
                "width": version.width,
                "height": version.height,
                "media_type": version.blob.media_type,
            }
        )
    # The first is the one for readers that know no other: smallest, and never AVIF.
    return sorted(sources, key=lambda s: (s["media_type"] == "image/avif", s["width"]))


def media_url(publication: Publication, media: ProductMedia, specification: str) -> str:
    """The public address of one file of an approved picture."""
    return reverse("catalog:showcase_media", args=[publication.pk, media.pk, specification])
