"""A batch's jobs as small tiles: what each product looks like and how far it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.assets.models import Version
from apps.assets.renditions import prefetched
from apps.jobs.models import Job

from .thumbnails import thumbnail
from .words import kind_name

MOST = 300
"""Tiles drawn of one batch; more are told as a number with the way to the whole list."""


@dataclass(frozen=True)
class Tile:
    """What ``templates/components/tile.html`` draws, with the event number it was read at."""

    id: UUID
    name: str
    status: str
    number: int
    thumbnail: Mapping[str, Any] | None
    error: Mapping[str, str] | None
    review: UUID | None


def tiles(batches: Iterable[Job], *, only: Q | None = None) -> dict[UUID, list[Tile]]:
    """Return the tiles of each batch in the order the jobs were asked for.

    Args:
        batches: the batches of one page.
        only: a condition on the batch's jobs; all when left out.
    """
    found: defaultdict[UUID, list[Tile]] = defaultdict(list)
    chosen = Job.objects.filter(batch__in=[batch.id for batch in batches]).filter(only or Q())
    place = Window(RowNumber(), partition_by="batch", order_by=[F("created_at"), F("id")])
    rows = with_pictures(chosen.annotate(place=place).filter(place__lte=MOST))
    for job in rows.order_by("created_at", "id"):
        assert job.batch_id is not None
        found[job.batch_id].append(tile(job))
    return dict(found)


def with_pictures(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Add what ``tile`` reads, in a number of queries that does not grow with the jobs."""
    related = jobs.select_related(
        "variant", "source__asset", "source__blob", "review__result__asset", "review__result__blob"
    )
    return related.prefetch_related(
        prefetched("source__renditions"),
        prefetched("review__result__renditions"),
    )


def tile(job: Job) -> Tile:
    """Return the tile of one job that was read through ``with_pictures``."""
    review = getattr(job, "review", None)
    shown: Version | None = review.result if review is not None else job.source
    return Tile(
        id=job.id,
        name=name(job),
        status=job.status,
        number=job.last_event,
        thumbnail=thumbnail(shown),
        error=job.error,
        review=review.pk if review is not None else None,
    )


def name(job: Job) -> str:
    """What people call the job: its title, its SKU, or the name of its photograph."""
    if job.title:
        return job.title
    if job.variant is not None:
        return job.variant.sku
    if job.source is not None:
        return job.source.asset.name
    return kind_name(job.kind)
