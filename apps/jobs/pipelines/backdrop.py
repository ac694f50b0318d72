"""The ground a result stands on: its collection's."""

from apps.assets.models import Collection
from apps.assets.models.collection import default_backdrop
from apps.jobs.models import Job


def backdrop_of(job: Job) -> dict[str, str]:
    """Return the colours ``top`` and ``bottom`` of the product's collection, or the house's."""
    collection: Collection | None = None
    if job.variant is not None:
        collection = job.variant.product.collection
    elif job.source is not None:
        collection = job.source.asset.collection
    chosen = default_backdrop() if collection is None else collection.backdrop
    return {"top": chosen["top"], "bottom": chosen["bottom"]}
