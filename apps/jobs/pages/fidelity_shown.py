"""A fidelity report as the review shows it: the total with what it may claim, axes, gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import number_format

from apps.accounts.models import User
from apps.assets.model_facts import gate_words, mesh_facts
from apps.assets.renditions import PictureSource, picture_sources, prefetched
from apps.jobs.fidelity.report import AxisName, Capture, Standing
from apps.jobs.models import Review
from apps.jobs.models.fidelity import EvidenceKind, FidelityEvidence, FidelityReport
from apps.jobs.review import fidelity_words as words


@dataclass(frozen=True)
class Picture:
    """An evidence picture; ``url`` shows it at its own size."""

    label: str
    sources: list[PictureSource]
    url: str


@dataclass(frozen=True)
class ShownAxis:
    """``share`` from 0 to 1 for the bar and ``score`` as a figure, None unless measured;
    ``standing`` says in words why not; ``low`` when it lies below the target."""

    name: str
    label: str
    share: float | None
    score: str
    standing: str
    low: bool
    parts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    aspects: Sequence[str]
    picture: Picture | None


@dataclass(frozen=True)
class ShownGate:
    """The mesh gate's verdict; ``failures`` and ``facts`` in words."""

    passed: bool
    target: str
    failures: Sequence[str]
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """The whole panel. ``score`` is empty when too little could be measured."""

    score: str
    target: str
    reached: bool
    calibration: str
    self_view: bool
    seen: str
    axes: Sequence[ShownAxis]
    unseen_views: Sequence[str]
    hindrances: Sequence[str]
    camera: Mapping[str, float] | None
    camera_words: str
    gate: ShownGate | None
    overall: Sequence[Picture]


def of_review(review: Review, user: User | AnonymousUser) -> Shown | None:
    """Return the report of what is reviewed, None where nothing was scored."""
    pictures = FidelityEvidence.objects.select_related("picture__asset", "picture__blob")
    evidence = Prefetch("evidence", pictures.prefetch_related(prefetched("picture__renditions")))
    found = FidelityReport.objects.visible_to(user).filter(result=review.result_id)
    report = found.prefetch_related(evidence).first()
    return None if report is None else shown(report)


def shown(row: FidelityReport) -> Shown:
    """Gather it; what another version of the scoring wrote differently is left out."""
    report: Mapping[str, Any] = row.report if isinstance(row.report, Mapping) else {}
    evidence = {each.kind: _picture(each) for each in row.evidence.all()}
    seen = report.get("seen_share")
    camera = _camera(report.get("camera"))
    return Shown(
        score="" if row.score is None else number_format(row.score, 1),
        target=_figure(row.target),
        reached=row.score is not None and row.score >= row.target,
        calibration=row.calibration,
        self_view=report.get("capture") == Capture.SELF_VIEW,
        seen=words.percent(seen) if isinstance(seen, int | float) else "",
        axes=[_axis(axis, row.target, evidence) for axis in _axes(report)],
        unseen_views=words.views(report.get("unseen_views")),
        hindrances=words.hindrances(report.get("hindrances")),
        camera=camera,
        camera_words=words.camera(camera) if camera else "",
        gate=_gate(row.gate),
        overall=[
            evidence[kind]
            for kind in (EvidenceKind.ALIGNED, EvidenceKind.OUTLINE)
            if kind in evidence
        ],
    )


def _axes(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The five, in the order they are judged in; one that is missing is unverified."""
    axes = report.get("axes")
    given = {
        axis.get("name"): axis
        for axis in (axes if isinstance(axes, list) else [])
        if isinstance(axis, Mapping)
    }
    return [given.get(name.value, {"name": name.value}) for name in AxisName]


def _axis(axis: Mapping[str, Any], target: float, evidence: Mapping[str, Picture]) -> ShownAxis:
    name, score = str(axis["name"]), axis.get("score")
    standing = axis.get("standing", Standing.UNVERIFIED)
    measured = standing == Standing.MEASURED and isinstance(score, int | float)
    share = min(1.0, max(0.0, float(score) / 100)) if measured and score is not None else None
    return ShownAxis(
        name=name,
        label=words.axis(name),
        share=share,
        score="" if share is None else number_format(100 * share, 1),
        standing="" if measured else words.standing(str(standing)),
        low=share is not None and 100 * share < target,
        parts=words.parts(axis.get("parts")),
        notes=words.notes(axis.get("notes")),
        aspects=words.aspects(axis.get("aspects")),
        picture=evidence.get(name),
    )


def _gate(gate: Any) -> ShownGate | None:
    verdict = gate_words(gate)
    if verdict is None:
        return None
    return ShownGate(
        verdict.passed, verdict.target, verdict.failures, mesh_facts(gate.get("facts"))
    )


def _camera(given: Any) -> Mapping[str, float] | None:
    """Degrees around and above, where both are numbers."""
    if not isinstance(given, Mapping):
        return None
    angles = {name: given.get(name) for name in ("azimuth", "elevation")}
    if not all(isinstance(angle, int | float) for angle in angles.values()):
        return None
    return {name: round(float(angle), 2) for name, angle in angles.items() if angle is not None}


def _picture(evidence: FidelityEvidence) -> Picture:
    return Picture(
        str(evidence.get_kind_display()),
        picture_sources(evidence.picture),
        reverse("assets:file", args=[evidence.picture_id]),
    )


def _figure(value: float) -> str:
    return number_format(value, 0 if value == int(value) else 1)
