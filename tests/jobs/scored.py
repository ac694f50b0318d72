"""Rows of a 3D model as its pipeline leaves them; nobody opens the files here."""

from itertools import count
from typing import Any

from apps.assets.models import AssetKind as Kind
from apps.assets.models import Blob, Rendition, Version
from apps.assets.specifications import MODEL_DRACO, TURNTABLE_MP4
from apps.assets.versions import derive
from apps.catalog.models import MediaRole, View
from apps.jobs.models import FidelityEvidence, FidelityReport, Job, JobStatus, Step, StepStatus
from apps.jobs.review.queue import open_review

numbers = count(9_000_000)
SCORES: dict[str, float | None] = {
    "geometry": 97.5,
    "proportions": 96.0,
    "colors": 91.25,
    "materials": None,
    "details": 88.0,
}
GATE = {"passed": True, "target": "mobile_ar", "failures": [], "facts": {"triangles": 36_000}}


def report_of(score: float | None = 93.5, **more: Any) -> dict[str, Any]:
    """A report as scoring writes it."""
    axes = [
        {
            "name": name,
            "standing": "unseen" if one is None else "measured",
            "score": one,
            "distance": None if one is None else round(1 - one / 100, 4),
            "parts": {} if one is None else {"iou": 0.97},
            "notes": [],
            "aspects": {"lightness": "unverified"} if name == "colors" else {},
        }
        for name, one in SCORES.items()
    ]
    return {
        "score": score,
        "axes": axes,
        "capture": "self_view",
        "calibration": None,
        "seen_share": 0.46,
        "camera": {"azimuth": 0.0, "elevation": 4.0},
        "unseen_views": ["back"],
        "tone": {},
        "version": "test",
        "scale": "test",
        "automatic_approval": False,
        "hindrances": ["uncalibrated", "unseen_view:back"],
    } | more


def finish_model(job: Job, *, score: float | None = 93.5, gate: Any = None) -> FidelityReport:
    """Bring a ``product_model`` job to where it awaits review, with its model and its score."""
    Step.objects.filter(job=job).update(status=StepStatus.SUCCEEDED, seconds=0.5)
    Job.objects.filter(pk=job.pk).update(status=JobStatus.AWAITING_REVIEW)
    job.refresh_from_db()
    name = f"{job.title or 'nocturne'} model"
    model = _derived(job, Kind.MODEL_3D, "model", name, "model/gltf-binary", size=1_234_567)
    model.facts = {"vertices": 18_500, "triangles": 36_000, "texture_px": 2048}
    model.save()
    for specification, media_type in (
        ("thumb_320_webp", "image/webp"),
        (TURNTABLE_MP4, "video/mp4"),
        (MODEL_DRACO, "model/gltf-binary"),
    ):
        Rendition.objects.create(
            version=model,
            specification=specification,
            blob=_blob("renditions", media_type),
            width=320,
            height=400,
        )
    report = FidelityReport.objects.create(
        team=job.team,
        job=job,
        reference=job.source,
        result=model,
        score=score,
        target=job.params["fidelity_target"],
        report=report_of(score),
        gate=GATE if gate is None else gate,
    )
    evidence = _derived(job, Kind.IMAGE, "evidence", f"{name} outline", "image/webp")
    FidelityEvidence.objects.create(report=report, kind="outline", picture=evidence)
    assert job.source is not None
    open_review(
        job,
        role=MediaRole.MODEL,
        view=View.FRONT,
        reference=job.source,
        result=model,
        variant=job.variant,
        evidence={},
    )
    return report


def _derived(job: Job, kind: str, role: str, name: str, media_type: str, size: int = 1) -> Version:
    assert job.source is not None
    return derive(
        team=job.team,
        user=job.created_by,
        name=name,
        kind=kind,
        role=role,
        blob=_blob("originals", media_type, size),
        filename=f"{role}.bin",
        width=None,
        height=None,
        parents=[job.source],
        provenance={"job": str(job.pk)},
    )


def _blob(storage: str, media_type: str, size: int = 1) -> Blob:
    number = next(numbers)
    return Blob.objects.create(
        storage=storage,
        sha256=f"{number:064x}",
        key=f"{storage}/test/{number}",
        size=size,
        media_type=media_type,
    )
