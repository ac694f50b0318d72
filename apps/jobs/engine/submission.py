"""How a request becomes a job with steps, or a batch of jobs, all or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from apps.accounts.models import Team, User
from apps.assets.models import Version
from apps.catalog.models import Campaign, Variant
from apps.jobs.models import HOUSE, Event, Job, Priority, Step, StepStatus
from apps.jobs.pipelines import registry
from skyy.api.errors import Code, Problem

from . import doorbell, permitted
from .idempotency import already_made, fingerprint
from .plan import Pipeline, PlannedStep
from .plan_check import check

CHUNK = 500
"""Rows per insert."""


@dataclass(frozen=True)
class BatchItem:
    """One job of a batch; ``params`` are laid over the batch's."""

    source: Version | None = None
    variant: Variant | None = None
    title: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def submit(
    kind: str,
    *,
    team: Team,
    user: User | None,
    params: Mapping[str, Any],
    source: Version | None = None,
    variant: Variant | None = None,
    campaign: Campaign | None = None,
    priority: Priority | int = Priority.NORMAL,
    title: str = "",
    idempotency_key: str | None = None,
    callback_url: str = "",
    batch: Job | None = None,
    ancestor: Job | None = None,
) -> Job:
    """Make a job and its steps; workers hear of it on commit.

    Raises:
        Problem: ``pipeline.unknown``; ``request.invalid`` with ``fields``;
            ``idempotency.mismatch``; ``rights.*`` or ``release.*`` when the house may not make this
            of its original.
    """
    pipeline = registry.get(kind)
    job = Job(
        team=team,
        created_by=user,
        kind=kind,
        title=title,
        params=pipeline.clean(params),
        source=source,
        variant=variant,
        campaign=campaign,
        priority=priority,
        idempotency_key=idempotency_key,
        callback_url=callback_url,
        batch=batch,
        ancestor=ancestor,
    )
    job.fingerprint = fingerprint(
        [
            *(kind, job.params, job.source_id, job.variant_id, job.batch_id, job.ancestor_id),
            *_told(callback_url),
        ]
    )
    return _insert_once(job, [job], pipeline)


def submit_batch(
    kind: str,
    items: Sequence[BatchItem],
    *,
    team: Team,
    user: User | None,
    params: Mapping[str, Any],
    title: str = "",
    priority: Priority | int = Priority.NORMAL,
    idempotency_key: str | None = None,
    callback_url: str = "",
    campaign: Campaign | None = None,
) -> Job:
    """Make a batch with a child per item and return the batch.

    Raises:
        Problem: as ``submit``; ``request.invalid`` when there are no items.
    """
    if not items:
        raise Problem(Code.REQUEST_INVALID, "A batch needs at least one item.")
    pipeline = registry.get(kind)
    batch = Job(
        team=team,
        created_by=user,
        kind=kind,
        title=title,
        params=pipeline.clean(params),
        priority=priority,
        is_batch=True,
        idempotency_key=idempotency_key,
        callback_url=callback_url,
        campaign=campaign,
    )
    children = [
        Job(
            team=team,
            created_by=user,
            kind=kind,
            title=item.title,
            params=pipeline.clean({**params, **item.params}) if item.params else batch.params,
            source=item.source,
            variant=item.variant,
            campaign=campaign,
            priority=priority,
            batch=batch,
        )
        for item in items
    ]
    batch.counts = {"total": len(children), "pending": len(children)} | dict.fromkeys(
        ("processing", "awaiting_review", "completed", "failed", "cancelled"), 0
    )
    batch.fingerprint = fingerprint(
        [
            *(kind, batch.params, [[c.params, c.source_id, c.variant_id] for c in children]),
            *_told(callback_url),
        ]
    )
    return _insert_once(batch, children, pipeline)


def _told(callback_url: str) -> list[str]:
    """Part of a fingerprint; nothing where nobody is told, as in requests of earlier releases."""
    return [callback_url] if callback_url else []


def _insert_once(top: Job, planned: Sequence[Job], pipeline: Pipeline) -> Job:
    """Insert ``top`` and the jobs that have steps (itself, or its children)."""
    user, key = top.created_by, top.idempotency_key
    known = already_made(user, key, top.fingerprint)
    if known is not None:
        return known
    steps = [
        step
        for job, plan in zip(planned, _plans(planned, pipeline), strict=True)
        for step in _steps(job, plan)
    ]
    permitted.check(pipeline, planned, steps)
    jobs = planned if top in planned else [top, *planned]
    try:
        with transaction.atomic():
            _insert(jobs, steps)
    except IntegrityError:
        # Somebody sent the same key at the same moment and was first.
        known = already_made(user, key, top.fingerprint)
        if known is None:
            raise
        return known
    return top


def _insert(jobs: Sequence[Job], steps: Sequence[Step]) -> None:
    for job in jobs:
        job.last_event = 1
    Job.objects.bulk_create(jobs, batch_size=CHUNK)
    Step.objects.bulk_create(steps, batch_size=CHUNK)
    Event.objects.bulk_create(
        (Event(job=job, number=1, type="job.created", data=_creation(job)) for job in jobs),
        batch_size=CHUNK,
    )
    doorbell.ring_all(Counter(step.queue for step in steps if step.status == StepStatus.READY))


def _creation(job: Job) -> dict[str, Any]:
    return {"status": job.status, "priority": job.priority, "counts": job.counts}


def _plans(jobs: Sequence[Job], pipeline: Pipeline) -> Sequence[Sequence[PlannedStep]]:
    """A pipeline that reads rows for its plan reads them for all jobs at once: ``plan_all``."""
    plan_all = getattr(pipeline, "plan_all", None)
    if plan_all is not None:
        plans: Sequence[Sequence[PlannedStep]] = plan_all(jobs)
        return plans
    return [pipeline.plan(job) for job in jobs]


def _steps(job: Job, planned: Sequence[PlannedStep]) -> list[Step]:
    check(planned)
    return [
        Step(
            job=job,
            key=step.key,
            ordinal=ordinal,
            needs=list(step.needs),
            queue=step.queue,
            handler=step.handler,
            params=dict(step.params),
            status=StepStatus.BLOCKED if step.needs else StepStatus.READY,
            max_attempts=step.max_attempts,
            timeout_seconds=step.timeout_seconds,
            cacheable=step.cacheable and not step.compensate,
            optional=step.optional,
            compensate=step.compensate,
            source=step.source,
            priority=job.priority,
            owner=job.created_by_id or HOUSE,
        )
        for ordinal, step in enumerate(planned)
    ]
