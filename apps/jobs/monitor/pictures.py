"""What went into a job and what came out, as versions to look at."""

from collections.abc import Sequence

from apps.assets.models import Version
from apps.assets.renditions import prefetched
from apps.assets.specifications import EVIDENCE
from apps.jobs.models import Job


def results(job: Job) -> Sequence[Version]:
    """Return the versions this job made from its source, the packshot or model first; evidence
    pictures are the review's."""
    if job.source_id is None:
        return []
    made = (
        Version.objects.filter(parent_links__parent=job.source_id, provenance__job=str(job.pk))
        .exclude(asset__role=EVIDENCE)
        .select_related("asset", "blob")
        .prefetch_related(prefetched())
    )
    return sorted(made, key=lambda version: (version.asset.role != "packshot", version.asset.role))
