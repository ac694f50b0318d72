"""A published product as the public page and the feed show it: pictures and 3D models by
colourway, facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from apps.assets.renditions import (
    WEB_FORMATS,
    ModelSource,
    PictureSource,
    Turntable,
    is_picture,
)
from apps.assets.specifications import MODEL_DRACO, MOVING, TURNTABLE_MP4, TURNTABLE_WEBP
from apps.catalog.models import MediaRole, Product, ProductMedia, Publication, Variant

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
class PublicModel:
    """An approved 3D model, as components/model_viewer.html takes it. ``reconstructed`` when a
    side was made up that nobody photographed."""

    media: ProductMedia
    poster: Picture
    source: ModelSource
    turntable: Turntable | None
    reconstructed: bool


@dataclass(frozen=True)
class PublicColourway:
    """One colour of a piece, with the sizes it is made in. ``key`` names it in the address. There
    are pictures, or a model, or both."""

    key: str
    name: str
    swatch: str
    sizes: tuple[str, ...]
    skus: tuple[str, ...]
    pictures: tuple[Picture, ...]
    model: PublicModel | None = None

    @property
    def cover(self) -> Picture:
        """The picture that stands for the colour: its first, or the model's poster."""
        if not self.pictures and self.model is not None:
            return self.model.poster
        return self.pictures[0]


@dataclass(frozen=True)
class Piece:
    """A product on the showcase. Colourways without anything approved are not in it."""

    publication: Publication
    product: Product
    colourways: tuple[PublicColourway, ...]

    def colourway(self, key: str) -> PublicColourway:
        """The colourway asked for, or the first."""
        return next((each for each in self.colourways if each.key == key), self.colourways[0])

    @property
    def cover(self) -> Picture:
        """The picture that stands for the piece."""
        return self.colourways[0].cover

    @property
    def in_3d(self) -> bool:
        """Whether any colour of it can be turned."""
        return any(each.model is not None for each in self.colourways)


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
    front_first = sorted(media, key=lambda each: each.view != "front")
    models = [each for each in front_first if each.role == MediaRole.MODEL]
    return PublicColourway(
        key=slugify(name) or "one",
        name=name,
        swatch=next((variant.swatch for variant in variants if variant.swatch), ""),
        sizes=tuple(variant.size for variant in variants if variant.size),
        skus=tuple(variant.sku for variant in variants),
        pictures=tuple(
            Picture(each, _sources(publication, each))
            for each in front_first
            if each.role != MediaRole.MODEL
        ),
        # Sizes of a colour share one look: the first model stands for all.
        model=_model(publication, models[0]) if models else None,
    )


def _model(publication: Publication, media: ProductMedia) -> PublicModel:
    version = media.version
    found = {one.specification: one for one in version.renditions.all()}
    films = [found[name] for name in MOVING if name in found]
    draco = found.get(MODEL_DRACO)

    def url(name: str) -> str | None:
        return media_url(publication, media, name) if name in found else None

    return PublicModel(
        media,
        Picture(media, _sources(publication, media)),
        {
            "url": media_url(publication, media, ORIGINAL),
            "size": version.blob.size,
            "draco_url": url(MODEL_DRACO),
            "draco_size": draco.blob.size if draco else None,
        },
        {
            "mp4": url(TURNTABLE_MP4),
            "webp": url(TURNTABLE_WEBP),
            "width": films[0].width,
            "height": films[0].height,
        }
        if films
        else None,
        _is_reconstructed(version.provenance),
    )


def _is_reconstructed(provenance: Any) -> bool:
    """Whether the model's maker says that it made a side up."""
    steps = provenance.get("steps") if isinstance(provenance, Mapping) else None
    texture = steps.get("texture") if isinstance(steps, Mapping) else None
    return isinstance(texture, Mapping) and texture.get("back") == "synthesised"


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
        if is_picture(rendition)
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
