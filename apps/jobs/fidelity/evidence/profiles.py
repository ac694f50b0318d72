"""The width profiles of both products, drawn as mirrored silhouettes."""

from typing import TYPE_CHECKING

import cv2
import numpy as np

from apps.jobs.fidelity.proportions import Build, build, long_axis
from apps.jobs.fidelity.report import AxisName
from apps.jobs.fidelity.subject import UInt8Array

from .sheet import INK, LINE, PAD, PHOTOGRAPH, RESULT, blank, written

if TYPE_CHECKING:
    from apps.jobs.fidelity.judgement import Findings

LENGTH = 520
ROOM = 640
SHIFT = 4  # fractional bits of cv2's coordinates


def draw_proportions(findings: "Findings") -> UInt8Array:
    """Width at every place along the length, which is the same for both."""
    pair = findings.pair
    axis = long_axis(pair.reference.alpha)
    one, other = build(pair.reference.alpha, axis), build(pair.unstretched.alpha, axis)
    widest = max(float(one.widths.max()), float(other.widths.max()), 0.2)
    breadth = min(LENGTH, (ROOM - 2 * PAD) / widest)
    sheet = blank(ROOM, LENGTH + 2 * LINE + 3 * PAD)
    top = 2 * LINE + 2 * PAD
    middle = ROOM / 2
    cv2.line(sheet, (ROOM // 2, top), (ROOM // 2, top + LENGTH), (196, 196, 196), 1)
    filled = sheet.copy()
    cv2.fillPoly(filled, [_silhouette(one, breadth, middle, top)], PHOTOGRAPH, cv2.LINE_AA, SHIFT)
    sheet = np.rint(sheet * 0.82 + filled * np.float32(0.18)).astype(np.uint8)
    for found, colour in ((one, PHOTOGRAPH), (other, RESULT)):
        outline = _silhouette(found, breadth, middle, top)
        cv2.polylines(sheet, [outline], True, colour, 2, cv2.LINE_AA, SHIFT)
    parts = findings.by_axis[AxisName.PROPORTIONS].parts
    measured = (
        f"aspect {100 * parts['aspect']:.1f} %   second moments "
        f"{100 * parts['second_moments']:.1f} %   widths "
        f"{100 * parts['width_profile']:.1f} % apart"
    )
    return written(
        sheet,
        [
            (PAD, PAD - 2, "width along the length: photograph", PHOTOGRAPH),
            (PAD + 250, PAD - 2, "result", RESULT),
            (PAD, PAD + LINE - 2, measured, INK),
        ],
    )


def _silhouette(found: Build, breadth: float, middle: float, top: float) -> UInt8Array:
    places = top + (np.arange(len(found.widths)) + 0.5) / len(found.widths) * LENGTH
    halves = found.widths * breadth / 2
    right = np.column_stack([middle + halves, places])
    left = np.column_stack([middle - halves, places])[::-1]
    return np.rint(np.vstack([right, left]) * (1 << SHIFT)).astype(np.int32)
