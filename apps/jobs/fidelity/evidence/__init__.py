"""The pictures that show why a report says what it says."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apps.jobs.fidelity.subject import UInt8Array

from .laid_together import draw_aligned, draw_outline, draw_shape
from .maps import draw_colors, draw_details, draw_materials
from .profiles import draw_proportions

if TYPE_CHECKING:
    from apps.jobs.fidelity.judgement import Findings


def draw(findings: "Findings") -> Mapping[str, UInt8Array]:
    """Return every evidence picture by its kind: uint8 (H, W, 3) sRGB, at most 900 pixels long."""
    return {
        "aligned": draw_aligned(findings),
        "outline": draw_outline(findings),
        "geometry": draw_shape(findings),
        "proportions": draw_proportions(findings),
        "colors": draw_colors(findings),
        "materials": draw_materials(findings),
        "details": draw_details(findings),
    }
