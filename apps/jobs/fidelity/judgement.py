"""The axes brought together: a report and the pictures that show why."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import scale
from .calibration import Calibration
from .colors import Matched, match_light, measure_colors
from .details import measure_details
from .finding import Finding
from .geometry import measure_geometry
from .materials import measure_materials
from .pair import Pair
from .proportions import measure_proportions
from .report import Axis, AxisName, Report, Standing
from .subject import UInt8Array

# With fewer axes than this there is no total.
FEWEST_AXES = 3


@dataclass(frozen=True)
class Judgement:
    """``evidence``: pictures by kind, uint8 (H, W, 3) sRGB, at most 900 pixels long."""

    report: Report
    evidence: Mapping[str, UInt8Array]


@dataclass(frozen=True)
class Findings:
    """What was measured on a pair."""

    pair: Pair
    matched: Matched
    by_axis: Mapping[AxisName, Finding]


def measure(pair: Pair, *, known_light: bool) -> Findings:
    """Measure all five axes. ``known_light``: see ``colors.Matched``."""
    matched = match_light(pair, known_light=known_light)
    return Findings(
        pair,
        matched,
        {
            AxisName.GEOMETRY: measure_geometry(pair),
            AxisName.PROPORTIONS: measure_proportions(pair),
            AxisName.COLORS: measure_colors(pair, matched),
            AxisName.MATERIALS: measure_materials(pair, matched),
            AxisName.DETAILS: measure_details(pair, matched),
        },
    )


def axes_of(findings: Findings) -> list[Axis]:
    """Return the axes with their scores, in the order of ``AxisName``."""
    return [_axis(name, findings.by_axis[name]) for name in AxisName]


def total(axes: list[Axis], calibration: Calibration | None) -> float | None:
    """Return the total score; None when fewer than three axes could be measured.

    Raises:
        ValueError: the calibration was fitted on another scale of distances.
    """
    if calibration is not None and calibration.scale != scale.PROVISIONAL:
        raise ValueError(f"{calibration.name} is for the scale {calibration.scale}")
    distances = {axis.name: axis.distance for axis in axes if axis.distance is not None}
    if len(distances) < FEWEST_AXES:
        return None
    distance = scale.total_distance(distances)
    if calibration is None:
        return round(scale.on_scale(distance), 2)
    scores = {axis.name: axis.score for axis in axes if axis.score is not None}
    return round(calibration.total(distance, distances, scores), 2)


def _axis(name: AxisName, finding: Finding) -> Axis:
    measured = finding.distance is not None
    score = None
    if finding.distance is not None:
        score = round(scale.axis_score(name, finding.distance), 2)
    return Axis(
        name=name,
        standing=Standing.MEASURED if measured else Standing.UNVERIFIED,
        score=score,
        distance=None if finding.distance is None else round(finding.distance, 4),
        parts={part: round(float(value), 4) for part, value in finding.parts.items()},
        notes=tuple(finding.notes),
        aspects=dict(finding.aspects),
    )
