"""What became of every photograph, as rows a script can read."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from apps.catalog.importing import ImportReport
from apps.jobs.models import Job, JobStatus, Step, StepFile

from .batch import MODELS, PACKSHOTS

CHUNK = 100
DONE = (JobStatus.AWAITING_REVIEW, JobStatus.COMPLETED)


@dataclass
class Row:
    """One photograph. Paths are relative to the folder the report lies in; ``error`` is null or
    {"code", "message"}; ``seconds`` is the handlers' time for this product, packshot and 3D model
    together. ``fidelity`` and what follows it are of the 3D model, null where there is none."""

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
    model: str | None = None
    poster: str | None = None
    turntable: str | None = None
    fidelity: dict[str, Any] | None = None
    construction: str | None = None
    triangles: int | None = None
    texture_px: int | None = None
    bytes: int | None = None
    gate: dict[str, Any] | None = None
    model_job: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The row for ``report.json``."""
        return asdict(self) | {"warnings": list(self.warnings)}


@dataclass(frozen=True)
class Entry:
    """A row and the jobs it tells of, by kind."""

    row: Row
    jobs: dict[str, Job] = field(default_factory=dict)


def jobs_of(batch: Job) -> Iterator[Job]:
    """The batch's jobs with what the rows need, a hundred at a time: databases take lists of ids
    up to a length."""
    files = Prefetch("files", StepFile.objects.select_related("blob"))
    steps = Prefetch("steps", Step.objects.prefetch_related(files).order_by("ordinal"))
    ids = list(batch.children.order_by("created_at", "id").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield from (
            Job.objects.filter(pk__in=ids[start : start + CHUNK])
            .select_related("source__blob", "variant")
            .prefetch_related(steps)
            .order_by("created_at", "id")
        )


def entries(batches: Sequence[Job], imported: ImportReport) -> list[Entry]:
    """Return an entry a photograph, in the order of the folder, refused ones included."""
    jobs: dict[UUID | None, dict[str, Job]] = {}
    for batch in batches:
        for job in jobs_of(batch):
            jobs.setdefault(job.source_id, {})[job.kind] = job
    found = []
    for entry in imported.imported:
        mine = jobs.get(entry.photograph.asset.current_version_id)
        if mine:
            found.append(Entry(_row(entry.sku, entry.file, mine), mine))
    for refusal in imported.refusals:
        error = {"code": refusal.code, "message": refusal.message}
        found.append(Entry(Row(refusal.sku, refusal.file, "failed", error)))
    return sorted(found, key=lambda entry: entry.row.source)


def _row(sku: str, file: str, jobs: dict[str, Job]) -> Row:
    failed = [job for job in jobs.values() if job.status not in DONE]
    row = Row(
        sku=sku,
        source=file,
        status="failed" if failed else "completed",
        error=_error(failed[0]) if failed else None,
    )
    steps = [step for job in jobs.values() for step in job.steps.all()]
    row.seconds = round(sum(step.seconds or 0.0 for step in steps), 3)
    row.warnings = list(
        dict.fromkeys(code for step in steps for code in step.result.get("warnings", []))
    )
    row.reused_steps = sum(step.from_cache for step in steps)
    if PACKSHOTS.kind in jobs:
        _tell_packshot(row, jobs[PACKSHOTS.kind])
    if MODELS.kind in jobs:
        _tell_model(row, jobs[MODELS.kind])
    return row


def _error(job: Job) -> dict[str, str]:
    return job.error or {
        "code": f"job.{job.status}",
        "message": f"The job is {job.get_status_display().lower()}.",
    }


def _tell_packshot(row: Row, job: Job) -> None:
    results = {step.key: step.result for step in job.steps.all()}
    row.job = str(job.id)
    row.width = results.get("format", {}).get("width")
    row.height = results.get("format", {}).get("height")
    row.confidence = results.get("background_removal", {}).get("confidence")
    row.tone = results.get("lighting", {}).get("tone")


def _tell_model(row: Row, job: Job) -> None:
    results = {step.key: step.result for step in job.steps.all()}
    packed = results.get("optimise", {})
    row.model_job = str(job.id)
    row.construction = results.get("reference", {}).get("construction")
    row.triangles = packed.get("triangles")
    row.texture_px = packed.get("texture_px")
    row.bytes = packed.get("bytes")
    row.gate = packed.get("gate")
    report = results.get("fidelity", {}).get("report")
    if report:
        axes = {axis["name"]: axis["score"] for axis in report["axes"]}
        row.fidelity = {"score": report["score"], **axes} | {
            "capture": report["capture"],
            "seen_share": report["seen_share"],
            "calibration": report["calibration"],
            "unseen_views": report["unseen_views"],
        }
