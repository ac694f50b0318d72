"""From where the product of a job was photographed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from apps.assets.models import Version
from apps.catalog.models import Photograph, View
from apps.catalog.shots import ShotList
from apps.jobs.models import Job

BODY = (View.FRONT, View.BACK, View.SIDE)
"""Views of a shot list that show the body of a product."""


def own_view(job: Job) -> View:
    """The side its photograph was taken from."""
    photograph = getattr(job.source.asset, "photograph", None) if job.source else None
    return View(photograph.view) if photograph is not None else View.FRONT


def backs_of(jobs: Sequence[Job]) -> Mapping[UUID, Version]:
    """Return the newest photograph of the back for each job made from a front, by the job's id.

    Sizes of a colourway share their photographs. One query, however many jobs.
    """
    fronts = [job for job in jobs if job.variant is not None and own_view(job) == View.FRONT]
    products = {job.variant.product_id for job in fronts if job.variant is not None}
    if not products:
        return {}
    newest: dict[tuple[UUID, str], Version] = {}
    taken = (
        Photograph.objects.kept()
        .filter(variant__product__in=products, view=View.BACK, asset__current_version__isnull=False)
        .select_related("variant", "asset__current_version")
        .order_by("asset__created_at", "asset_id")
    )
    for photograph in taken:
        version = photograph.asset.current_version
        assert version is not None
        newest[photograph.variant.product_id, photograph.variant.colour_name] = version
    return {
        job.pk: found
        for job in fronts
        if job.variant is not None
        and (found := newest.get((job.variant.product_id, job.variant.colour_name)))
    }


def views_of(job: Job, back: Version | None, wanted: ShotList) -> dict[str, Any]:
    """The views the category asks for, and those whose photographs the model is made from."""
    shown = [own_view(job).value] + ([View.BACK.value] if back is not None else [])
    required = [view.value for view in wanted.required if view in BODY]
    return {"required_views": required, "shown_views": shown}
