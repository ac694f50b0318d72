"""A batch's counts and status, made from its children's."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from apps.jobs.models import Job, JobStatus

from .transitions import move_job, record


def roll_up(batch_id: UUID) -> None:
    """Count the children and bring the batch to where they have come."""
    with transaction.atomic():
        # Locked before counting, so that of two roll-ups the later one counts later.
        # Children's rows name it, which the weaker lock lets them do meanwhile.
        batch = Job.objects.select_for_update(no_key=True).get(pk=batch_id, is_batch=True)
        counts = _counts(batch)
        if counts != batch.counts:
            record(batch.pk, "job.counts", {"counts": counts}, counts=counts)
        move = _next_move(batch.status, counts)
        while move is not None:
            assert move_job(batch.pk, move, **_words(move, counts))
            batch.refresh_from_db(fields=["status"])
            move = _next_move(batch.status, counts)


def _counts(batch: Job) -> dict[str, int]:
    by_status: Counter[str] = Counter(
        dict(batch.children.order_by().values_list("status").annotate(Count("pk")))
    )
    return {
        "total": by_status.total(),
        "pending": by_status[JobStatus.PENDING],
        "processing": by_status[JobStatus.PROCESSING]
        + by_status[JobStatus.CANCELLING]
        + by_status[JobStatus.AWAITING_APPROVAL],
        "awaiting_review": by_status[JobStatus.AWAITING_REVIEW],
        "completed": by_status[JobStatus.COMPLETED],
        "failed": by_status[JobStatus.FAILED],
        "cancelled": by_status[JobStatus.CANCELLED],
    }


def _next_move(status: str, counts: dict[str, int]) -> str | None:
    active = counts["pending"] + counts["processing"]
    match status:
        case JobStatus.CANCELLING:
            return None if active else "cancel"
        case JobStatus.PENDING:
            return "start" if counts["pending"] < counts["total"] else None
        case JobStatus.AWAITING_REVIEW | JobStatus.COMPLETED | JobStatus.FAILED if active:
            return "reopen"
        case JobStatus.PROCESSING if not active:
            return _ending(counts)
        case JobStatus.AWAITING_REVIEW if not counts["awaiting_review"]:
            return _ending(counts)
    return None


def _ending(counts: dict[str, int]) -> str:
    for status, move in (
        ("awaiting_review", "await_review"),
        ("completed", "complete"),
        ("failed", "fail"),
    ):
        if counts[status]:
            return move
    # Every child was cancelled by itself.
    return "request_cancel"


def _words(move: str, counts: dict[str, int]) -> dict[str, Any]:
    if move != "fail":
        return {}
    words = f"None of the {counts['total']} jobs succeeded."
    return {"error": {"code": "step.failed", "message": words}}
