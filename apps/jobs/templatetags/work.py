"""Words and pictures for templates about work."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from apps.assets.models import Version
from apps.assets.renditions import picture_sources
from apps.jobs.monitor import thumbnails, words

register = template.Library()


@register.filter
def kind_name(kind: str) -> str:
    """A job's kind in words."""
    return words.kind_name(kind)


@register.filter
def step_name(key: str) -> str:
    """A step's key in words."""
    return words.step_name(key)


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds in words; empty for None."""
    return "" if seconds is None else words.duration(seconds)


@register.filter
def renditions(version: Version | None) -> Sequence[Mapping[str, Any]]:
    """A version's pictures, as ``components/picture.html`` takes them."""
    # A template's missing value is an empty string.
    return picture_sources(version) if version else []


@register.filter
def thumbnail(version: Version | None) -> Mapping[str, Any] | None:
    """A version's smallest picture, as ``components/tile.html`` takes it."""
    return thumbnails.thumbnail(version or None)


@register.filter
def handler_name(handler: str) -> str:
    """``package.module:function@version`` without the package."""
    return handler.rpartition(":")[2]
