"""What scoring says: axes, the total, the mesh gate apart, and how it was looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class AxisName(StrEnum):
    """What is judged, each from 0 to 100."""

    GEOMETRY = "geometry"
    PROPORTIONS = "proportions"
    COLORS = "colors"
    MATERIALS = "materials"
    DETAILS = "details"


class Standing(StrEnum):
    """Whether an axis, or a part of it, could be judged."""

    MEASURED = "measured"
    UNVERIFIED = "unverified"
    UNSEEN = "unseen"


class Capture(StrEnum):
    """``self_view``: against the photograph it was made from. ``other_view``: against another."""

    SELF_VIEW = "self_view"
    OTHER_VIEW = "other_view"


VERSION = "fidelity-1"


@dataclass(frozen=True)
class Axis:
    """One axis. ``score`` from 0 to 100, None unless measured; ``distance`` is the raw number it
    was made from (0 is alike); ``parts`` are the measured quantities by name; ``aspects`` say of
    parts of the axis (lightness, gloss) whether they could be judged."""

    name: AxisName
    standing: Standing
    score: float | None
    distance: float | None
    parts: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = ()
    aspects: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The whole judgement.

    Attributes:
        score: the total, 0 to 100; None when too little could be measured.
        calibration: name of the calibration, None while uncalibrated.
        seen_share: of the surface, the part (by area) that any photograph shows; 1 for pictures.
        camera: the best-matching view {azimuth, elevation} of a model; None for pictures.
        unseen_views: views of the category that no photograph shows.
        tone: the global exposure and white balance that was fitted out, as recorded by
            ``providers.local.tone``.
        version: of the method; the same version and inputs give the same report.
        scale: name of the scale from distances to scores.
        automatic_approval: False while ``hindrances`` names a reason.
        hindrances: codes: ``uncalibrated``, ``unseen_view:<view>``, ``relief``, ``gate``,
            ``not_scored``.
    """

    score: float | None
    axes: Sequence[Axis]
    capture: Capture
    calibration: str | None
    seen_share: float
    camera: Mapping[str, float] | None
    unseen_views: Sequence[str]
    tone: Mapping[str, Any]
    version: str
    scale: str
    automatic_approval: bool = False
    hindrances: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as JSON; the same inputs give the same bytes."""
        return asdict(self)
