"""What measuring one axis finds, before it becomes a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .report import Standing
from .subject import F32


@dataclass(frozen=True)
class Finding:
    """Attributes:
    distance: 0 is alike; None when the axis could not be measured.
    parts: the measured quantities by name.
    aspects: parts of the axis that were not simply measured, such as lightness and gloss.
    notes: stable codes.
    heat: float32 (H, W) on the pair's grid, in the axis's own unit; None when it has none.
    """

    distance: float | None
    parts: Mapping[str, float] = field(default_factory=dict)
    aspects: Mapping[str, Standing] = field(default_factory=dict)
    notes: Sequence[str] = ()
    heat: F32 | None = None
