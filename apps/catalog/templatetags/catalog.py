"""What the catalog's templates ask of versions and assets."""

from uuid import UUID

from django import template
from django.urls import reverse

from apps.assets.models import Asset, Version
from apps.assets.renditions import PictureSource, picture_sources

register = template.Library()


@register.filter
def sources(version: Version | None) -> list[PictureSource]:
    """What components/picture.html takes, for a version with its renditions prefetched."""
    return picture_sources(version)


@register.filter
def library_url(asset: Asset) -> str:
    """Where the asset is looked at closely."""
    return library_url_of(asset.pk)


@register.filter
def library_url_of(asset: UUID) -> str:
    """The same, from the asset's id."""
    return reverse("assets:detail", args=[asset])


@register.filter
def as_view_field(view: str) -> list[dict[str, str]]:
    """The hidden field that says which view an uploaded photograph shows."""
    return [{"name": "view", "value": str(view)}]
