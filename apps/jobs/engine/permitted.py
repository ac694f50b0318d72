"""Whether the house may make this at all: rights and releases of what a job is made from."""

from collections.abc import Iterable

from apps.assets.models import AssetKind
from apps.assets.rights.check import check_versions
from apps.assets.rights.terms import Use
from apps.jobs.models import Job, Step
from apps.jobs.pipelines import registry

from .plan import Pipeline


def check(pipeline: Pipeline, jobs: Iterable[Job], steps: Iterable[Step]) -> None:
    """Refuse jobs whose originals may not be used for this today.

    A pipeline says in ``makes`` which kind of asset comes of it; ``None`` for what makes nothing
    new, such as renditions, which is never refused.

    Raises:
        Problem: ``rights.*`` or ``release.*``.
    """
    kind = getattr(pipeline, "makes", AssetKind.IMAGE)
    if kind is None:
        return
    sources = {job.source_id for job in jobs} | {step.source_id for step in steps}
    check_versions({one for one in sources if one is not None}, Use.at(kind=kind))


def check_again(jobs: Iterable[Job]) -> None:
    """The same for jobs that are to run again: rights may have ended since.

    Raises:
        Problem: as ``check``.
    """
    by_kind: dict[str, list[Job]] = {}
    for job in jobs:
        by_kind.setdefault(job.kind, []).append(job)
    for kind, same in by_kind.items():
        steps = Step.objects.filter(job__in=same, source__isnull=False)
        check(registry.get(kind), same, steps)
