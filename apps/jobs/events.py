"""What clients know of a job: a snapshot, and the numbered events that keep it true.

A snapshot at any number with the events after it folded in equals a fresh snapshot. The one
exception is ``progress`` of a running step: it is a hint, unnumbered, latest wins.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from apps.jobs import broadcast
from apps.jobs.models import Event, Job, JobStatus, Step

JOB_FIELDS = (
    "status",
    "paused",
    "priority",
    "counts",
    "facts",
    "error",
    "started_at",
    "finished_at",
)
"""Columns of a job that may change; events that change one carry it."""

STEP_FIELDS = ("status", "progress", "attempts", "error", "seconds", "from_cache")
"""Columns of a step that may change; events that change one carry it."""

ENDED = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
"""Jobs whose events are forgotten after a while; a retry writes new ones."""

Snapshot = dict[str, Any]

_TRIES = 5


def snapshot(job: Job) -> Snapshot:
    """Return the job as it stands now, read from the database, with ``number`` of its last event.

    A batch has ``counts`` and no steps; its children are asked for in pages
    (``Job.children``, ``snapshots``).
    """
    for _ in range(_TRIES):
        taken = _read(job.pk)
        if Job.objects.filter(pk=job.pk, last_event=taken["number"]).exists():
            return taken
    # Too busy to be read between two moves: hold the row still.
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)
        return _read(job.pk)


def snapshots(jobs: Iterable[Job]) -> list[Snapshot]:
    """Return the jobs as their rows stand, without their steps, for lists."""
    return [_job_view(job) for job in jobs]


def append(job_id: UUID, kind: str, data: Mapping[str, Any]) -> UUID | None:
    """Write the event whose number the caller has just taken by raising ``last_event``.

    For ``engine.transitions`` alone, inside its transaction; listeners hear of it on commit.

    Returns:
        The id of the batch the job belongs to.
    """
    number, team, user, batch = Job.objects.values_list(
        "last_event", "team_id", "created_by_id", "batch_id"
    ).get(pk=job_id)
    event = Event(job_id=job_id, number=number, type=kind, data=dict(data))
    event.save(force_insert=True)
    _tell_on_commit(described(event), job=job_id, team=team, user=user, batch=batch)
    return batch


class Written(Protocol):
    """What a statement that wrote an event says of it."""

    @property
    def number(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def team(self) -> UUID: ...
    @property
    def user(self) -> UUID | None: ...
    @property
    def batch(self) -> UUID | None: ...


def tell(job_id: UUID, kind: str, data: Mapping[str, Any], written: Written) -> None:
    """Have listeners told of an event that stands already, on commit.

    For ``engine.transitions`` alone, inside its transaction.
    """
    event = {
        "number": written.number,
        "type": kind,
        "data": dict(data),
        "created_at": written.created_at.isoformat(),
    }
    _tell_on_commit(event, job=job_id, team=written.team, user=written.user, batch=written.batch)


def _tell_on_commit(event: Mapping[str, Any], **whom: Any) -> None:
    transaction.on_commit(lambda: broadcast.tell_event(event, **whom), robust=True)


def after(job: Job, number: int) -> list[dict[str, Any]]:
    """Return the events after ``number``, in order; the first ones may have been purged."""
    return [described(event) for event in job.events.filter(number__gt=number).order_by("number")]


def purge(before: datetime, limit: int) -> int:
    """Delete about ``limit`` of the oldest events of jobs that ended before a moment.

    What is left of a job's events has no gap, and its numbers go on. A client that asks for events
    which are gone is given a snapshot.

    Returns:
        How many were deleted.
    """
    # Keys are UUIDv7: the time in milliseconds stands in front.
    oldest_kept = UUID(int=int(before.timestamp() * 1000) << 80)
    old = Event.objects.filter(
        pk__lt=oldest_kept, job__status__in=ENDED, job__finished_at__lt=before
    )
    last: dict[UUID, int] = {}
    for job_id, number in old.order_by("pk").values_list("job_id", "number")[:limit]:
        last[job_id] = max(number, last.get(job_id, 0))
    return sum(
        Event.objects.filter(job=job_id, number__lte=number).delete()[0]
        for job_id, number in last.items()
    )


def described(event: Event) -> dict[str, Any]:
    """Return an event as clients get it: ``{"number", "type", "data", "created_at"}``."""
    return {
        "number": event.number,
        "type": event.type,
        "data": event.data,
        "created_at": event.created_at.isoformat(),
    }


def fold(known: Snapshot, event: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot with one more event taken in: what every client does.

    Raises:
        ValueError: the event is not the next one; the client must ask for what it missed.
    """
    if event["number"] != known["number"] + 1:
        raise ValueError(f"event {event['number']} does not follow {known['number']}")
    folded = known | {"number": event["number"]}
    data = event["data"]
    if event["type"] == "step.status":
        changed = {name: data[name] for name in STEP_FIELDS if name in data}
        folded["steps"] = [
            step | changed if step["id"] == data["step"] else step for step in known["steps"]
        ]
    elif event["type"] == "steps.added":
        folded["steps"] = known["steps"] + data["steps"]
    else:
        folded |= {name: data[name] for name in JOB_FIELDS if name in data}
    return folded


def described_step(step: Step) -> dict[str, Any]:
    """Return a step as it stands in a snapshot."""
    return {
        "id": str(step.pk),
        "key": step.key,
        **{name: _plain(getattr(step, name)) for name in STEP_FIELDS},
    }


def visible(names: Iterable[str], written: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the written columns that clients see, as JSON."""
    return {name: _plain(written[name]) for name in names if name in written}


def _read(job_id: UUID) -> Snapshot:
    job = Job.objects.get(pk=job_id)
    steps = [] if job.is_batch else list(job.steps.order_by("ordinal"))
    return _job_view(job) | {"steps": [described_step(step) for step in steps]}


def _job_view(job: Job) -> Snapshot:
    return {
        "id": str(job.pk),
        "number": job.last_event,
        "kind": job.kind,
        "title": job.title,
        "params": job.params,
        "is_batch": job.is_batch,
        "batch": _plain(job.batch_id),
        "ancestor": _plain(job.ancestor_id),
        "source": _plain(job.source_id),
        "variant": _plain(job.variant_id),
        "campaign": _plain(job.campaign_id),
        "created_at": _plain(job.created_at),
        **{name: _plain(getattr(job, name)) for name in JOB_FIELDS},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
