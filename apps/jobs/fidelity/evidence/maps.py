"""Heat maps: the result in grey, and over it how far each place is off."""

from typing import TYPE_CHECKING

import cv2
import numpy as np

from apps.jobs.fidelity.report import AxisName
from apps.jobs.fidelity.subject import F32, UInt8Array

from .sheet import GROUND, INK, LARGEST, LINE, PAD, blank, fitted, grounded, written

if TYPE_CHECKING:
    from apps.jobs.fidelity.judgement import Findings

TALLEST = 620
BAR = 12
BAR_LENGTH = 220
# Up to this share of the map's full scale the product itself is seen.
CLEAR = 0.12


def draw_colors(findings: "Findings") -> UInt8Array:
    """ΔE00 between aligned regions."""
    return _map(findings, AxisName.COLORS, 20.0, "colour difference, dE00")


def draw_materials(findings: "Findings") -> UInt8Array:
    """Octaves between the gradient energies."""
    return _map(findings, AxisName.MATERIALS, 2.0, "grain, octaves")


def draw_details(findings: "Findings") -> UInt8Array:
    """Share of the edges that the other picture has not."""
    return _map(findings, AxisName.DETAILS, 1.0, "unlike edges, share")


def _map(findings: "Findings", axis: AxisName, full: float, title: str) -> UInt8Array:
    pair = findings.pair
    heat = findings.by_axis[axis].heat
    grey = cv2.cvtColor(grounded(pair.reference), cv2.COLOR_RGB2GRAY)
    shown = np.repeat(grey[..., None], 3, axis=2).astype(np.float32) * 0.6 + GROUND[0] * 0.4
    if heat is None:
        heat = np.zeros(grey.shape, np.float32)
        title += ": not measured"
    share = np.clip(heat / full, 0, 1)
    cover = (np.clip(share / CLEAR, 0, 1) * 0.8 * pair.common)[..., None]
    shown = shown * (1 - cover) + _coloured(share).astype(np.float32) * cover
    large = fitted(np.rint(shown).astype(np.uint8), LARGEST - 2 * PAD, TALLEST)
    height, width = large.shape[:2]
    sheet = blank(max(width, BAR_LENGTH + 110) + 2 * PAD, height + 2 * LINE + 2 * PAD)
    sheet[PAD + 2 * LINE : PAD + 2 * LINE + height, PAD : PAD + width] = large
    ramp = np.broadcast_to(np.linspace(0, 1, BAR_LENGTH, dtype=np.float32), (BAR, BAR_LENGTH))
    top, left = PAD + LINE, PAD + 16
    sheet[top : top + BAR, left : left + BAR_LENGTH] = _coloured(ramp)
    return written(
        sheet,
        [
            (PAD, PAD - 2, title, INK),
            (PAD, top - 2, "0", INK),
            (left + BAR_LENGTH + 8, top - 2, f"{full:g} or more", INK),
        ],
    )


def _coloured(share: F32) -> UInt8Array:
    """Shares from 0 to 1 as colours from dark violet over red to pale yellow."""
    levels = np.rint(share * 255).astype(np.uint8)
    return np.asarray(cv2.applyColorMap(levels, cv2.COLORMAP_INFERNO)[..., ::-1], np.uint8)
