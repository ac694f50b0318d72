"""Fingerprints of pictures that came before fingerprints were kept."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from apps.assets import blobs
from apps.assets.imaging.decode import open_picture
from apps.assets.imaging.limits import ANY_SIZE
from apps.assets.imaging.looks import print_of
from apps.assets.models import AssetKind, Rendition, Version, VersionSource
from apps.assets.renditions import is_picture
from skyy.api.errors import Problem

from .noting import remember

logger = logging.getLogger(__name__)

AT_ONCE = 200


@dataclass
class Progress:
    """How many versions got a fingerprint, how many have no rendition yet to take it from, and how
    many could not be read; ``pairs`` that look alike."""

    made: int = 0
    waiting: int = 0
    unreadable: int = 0
    pairs: int = 0


def missing() -> QuerySet[Version]:
    """Pictures that were brought in and have no fingerprint."""
    return Version.objects.filter(asset__kind=AssetKind.IMAGE, fingerprint__isnull=True).exclude(
        source=VersionSource.JOB
    )


def backfill(*, at_once: int = AT_ONCE, most: int | None = None) -> Iterator[Progress]:
    """Make the missing fingerprints from the smallest renditions, oldest versions first; give what
    was done so far after every batch.

    Each is written by itself: what was stopped goes on with those that still lack one. What is
    waiting or unreadable is left for the next time.

    Args:
        at_once: versions of a batch.
        most: versions looked at; all of them when ``None``.
    """
    done, looked, after = Progress(), 0, UUID(int=0)
    while most is None or looked < most:
        room = at_once if most is None else min(at_once, most - looked)
        batch = list(_with_renditions(missing().filter(pk__gt=after).order_by("pk")[:room]))
        if not batch:
            return
        for version in batch:
            _one(version, done)
        looked, after = looked + len(batch), batch[-1].pk
        yield done


def _one(version: Version, done: Progress) -> None:
    pictures = [one for one in version.renditions.all() if is_picture(one)]
    if not pictures:
        done.waiting += 1
        return
    smallest = min(pictures, key=lambda one: one.width)
    try:
        with blobs.local_path(smallest.blob) as path:
            picture = open_picture(path, limits=ANY_SIZE)
    except Problem as problem:
        logger.warning("No fingerprint of version %s: %s", version.pk, problem.message)
        done.unreadable += 1
        return
    with transaction.atomic():
        done.pairs += len(remember(version, print_of(picture.pixels, picture.alpha)))
    done.made += 1


def _with_renditions(versions: QuerySet[Version]) -> QuerySet[Version]:
    renditions = Rendition.objects.select_related("blob")
    return versions.select_related("asset").prefetch_related(Prefetch("renditions", renditions))
