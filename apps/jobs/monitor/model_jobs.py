"""Jobs that make 3D models, as their clients ask after them: how far, how good, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from apps.accounts.models import User
from apps.assets.models import Asset, AssetStatus, Version
from apps.assets.renditions import prefetched
from apps.jobs.engine.compensation import DONE
from apps.jobs.models import Event, FidelityReport, Job, Review, Step

from .listing import visible_jobs
from .states import ACTIVE

KIND = "product_model"


@dataclass(frozen=True)
class ModelJob:
    """A job or a batch. ``processed`` counts the assets the machines are done with, whatever came
    of them; ``progress`` is the share of the work behind them, from 0 to 100."""

    job: Job
    asset_ids: Sequence[UUID]
    processed: int
    progress: float
    updated_at: datetime


@dataclass(frozen=True)
class ModelResult:
    """What became of one asset; None is what is not known (yet). ``seconds`` were spent in the
    handlers of its steps, once no more will be."""

    job: Job
    asset_id: UUID | None
    model: Version | None
    report: FidelityReport | None
    review: Review | None
    seconds: float | None


def model_jobs(user: User | AnonymousUser) -> QuerySet[Job]:
    """Jobs and batches of 3D models this user may see, with what ``described`` reads."""
    newest = Event.objects.filter(job=OuterRef("pk")).order_by("-number").values("created_at")
    return (
        visible_jobs(user)
        .filter(kind=KIND)
        .select_related("source")
        .annotate(updated_at=Subquery(newest[:1]))
    )


def described(jobs: Sequence[Job]) -> list[ModelJob]:
    """Return what is told of each, in three queries however many there are."""
    batches = [job.pk for job in jobs if job.is_batch]
    singles = [job.pk for job in jobs if not job.is_batch]
    assets = _assets(batches)
    of_batches = _share(Q(job__batch__in=batches, job__status__in=ACTIVE), "job__batch")
    of_singles = _share(Q(job__in=singles), "job")
    found = []
    for job in jobs:
        if job.is_batch:
            total = int(job.counts.get("total", 0))
            processed = total - _active(job)
            behind = processed + of_batches.get(job.pk, 0.0) * _active(job)
            ids = assets.get(job.pk, [])
        else:
            total, processed = 1, int(job.status not in ACTIVE)
            behind = 1.0 if processed else of_singles.get(job.pk, 0.0)
            ids = [job.source.asset_id] if job.source is not None else []
        progress = round(100 * behind / total, 1) if total else 0.0
        updated_at: datetime = getattr(job, "updated_at", None) or job.created_at
        found.append(ModelJob(job, ids, processed, progress, updated_at))
    return found


def results(top: Job) -> list[ModelResult]:
    """Return what became of a job's asset, or of every asset of a batch, in the order given."""
    whole = Q(batch=top) if top.is_batch else Q(pk=top.pk)
    jobs = list(
        Job.objects.filter(whole)
        .select_related(
            "source",
            "review",
            "fidelity__result__asset",
            "fidelity__result__blob",
        )
        .prefetch_related(prefetched("fidelity__result__renditions"))
        .order_by("created_at", "id")
    )
    seconds = _seconds(Q(job__batch=top) if top.is_batch else Q(job=top))
    return [_result(job, seconds.get(job.pk)) for job in jobs]


def _result(job: Job, seconds: float | None) -> ModelResult:
    report: FidelityReport | None = getattr(job, "fidelity", None)
    model = report.result if report is not None else None
    if model is not None and _binned(model.asset):
        model = None
    return ModelResult(
        job=job,
        asset_id=job.source.asset_id if job.source is not None else None,
        model=model,
        report=report,
        review=getattr(job, "review", None),
        seconds=None if job.status in ACTIVE else seconds,
    )


def _binned(asset: Asset) -> bool:
    return asset.status == AssetStatus.DELETED


def _active(batch: Job) -> int:
    return int(batch.counts.get("pending", 0)) + int(batch.counts.get("processing", 0))


def _assets(batches: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    children = (
        Job.objects.filter(batch__in=batches, source__isnull=False)
        .order_by("created_at", "id")
        .values_list("batch", "source__asset")
    )
    found: dict[UUID, list[UUID]] = {}
    for batch, asset in children:
        if batch is not None:
            found.setdefault(batch, []).append(asset)
    return found


def _share(of: Q, by: str) -> dict[UUID, float]:
    """Share of the steps that are done, from 0 to 1."""
    rows = (
        Step.objects.filter(of)
        .values(by)
        .annotate(steps=Count("pk"), done=Count("pk", filter=Q(status__in=DONE)))
        .order_by(by)
    )
    return {row[by]: row["done"] / row["steps"] for row in rows}


def _seconds(of: Q) -> dict[UUID, float | None]:
    rows = Step.objects.filter(of).values("job").annotate(seconds=Sum("seconds")).order_by("job")
    return {row["job"]: row["seconds"] for row in rows}
