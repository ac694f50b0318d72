"""What became of every photograph, as rows a script can read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Prefetch

from apps.catalog.importing import ImportReport
from apps.jobs.models import Job, JobStatus, Step

DONE = (JobStatus.AWAITING_REVIEW, JobStatus.COMPLETED)


@dataclass
class Row:
    """One photograph. Paths are relative to the folder the report lies in; ``error`` is null or
    {"code", "message"}; ``seconds`` is the handlers' time for this product."""

    sku: str
    source: str
    status: str
    error: dict[str, str] | None = None
    photograph: str | None = None
    mask: str | None = None
    packshot: str | None = None
    jpeg: str | None = None
    webp: str | None = None
    seconds: float | None = None
    width: int | None = None
    height: int | None = None
    confidence: float | None = None
    warnings: Sequence[str] = ()
    tone: dict[str, Any] | None = None
    reused_steps: int = 0
    job: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The row for ``report.json``."""
        return asdict(self) | {"warnings": list(self.warnings)}


def jobs_of(batch: Job) -> list[Job]:
    """The batch's jobs with what the rows need, in a constant number of queries."""
    steps = Prefetch("steps", Step.objects.prefetch_related("files__blob").order_by("ordinal"))
    return list(
        batch.children.select_related("source__blob", "variant")
        .prefetch_related(steps)
        .order_by("created_at", "id")
    )


def rows(batch: Job | None, imported: ImportReport) -> list[tuple[Row, Job | None]]:
    """Return a row a photograph, in the order of the folder, refused ones included."""
    jobs = {job.source_id: job for job in jobs_of(batch)} if batch else {}
    found: list[tuple[Row, Job | None]] = []
    for entry in imported.imported:
        job = jobs.get(entry.photograph.asset.current_version_id)
        if job is not None:
            found.append((_row(entry.sku, entry.file, job), job))
    for refusal in imported.refusals:
        error = {"code": refusal.code, "message": refusal.message}
        found.append((Row(refusal.sku, refusal.file, "failed", error), None))
    return sorted(found, key=lambda pair: pair[0].source)


def _row(sku: str, file: str, job: Job) -> Row:
    steps = {step.key: step for step in job.steps.all()}
    succeeded = job.status in DONE
    error = None
    if not succeeded:
        error = job.error or {
            "code": f"job.{job.status}",
            "message": f"The job is {job.get_status_display().lower()}.",
        }
    results = {key: step.result for key, step in steps.items()}
    return Row(
        sku=sku,
        source=file,
        status="completed" if succeeded else "failed",
        error=error,
        seconds=round(sum(step.seconds or 0.0 for step in steps.values()), 3),
        width=results.get("format", {}).get("width"),
        height=results.get("format", {}).get("height"),
        confidence=results.get("background_removal", {}).get("confidence"),
        warnings=[code for result in results.values() for code in result.get("warnings", [])],
        tone=results.get("lighting", {}).get("tone"),
        reused_steps=sum(step.from_cache for step in steps.values()),
        job=str(job.id),
    )
