"""A cut-out put upright, cleaned, cropped and with room around it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import framing
from .cleaning import clean, main_pieces
from .construction import GARMENTS, HAT_SYMMETRY, SKIRTS, TOPS
from .contour import filled
from .hangers import without_hangers
from .orientation import quarter_turns, turning
from .result import UInt8Array
from .upright import Symmetry, find_turn

Mask = npt.NDArray[np.bool_]
F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Standing:
    """Attributes:
    pixels: uint8 (H, W, 3), colours continued under the edge.
    alpha: uint8 (H, W), at least 128 exactly where the mask is.
    mask: bool (H, W), the clean silhouette.
    matrix: 2 × 3, from the cut-out's pixels to these.
    rotation: degrees turned counter-clockwise, within ±180.
    symmetry: overlap with its own mirror image, 0 to 1.
    part_removed: a hook, clip or tag was taken off.
    """

    pixels: UInt8Array
    alpha: UInt8Array
    mask: Mask
    matrix: F64
    rotation: float
    symmetry: float
    part_removed: bool


def stand(pixels: UInt8Array, alpha: UInt8Array, category: str) -> Standing:
    """Put a product upright.

    Args:
        pixels: uint8 (H, W, 3) sRGB, no larger than ``framing.reduce`` makes it.
        alpha: uint8 (H, W), 255 = product.
        category: one of catalog's category words.
    """
    garment = category in GARMENTS
    several = not garment and category != "hat"
    rough = clean(alpha >= 128, several=several)
    turns = quarter_turns(rough, category)
    matrix = turning(turns, (rough.shape[1], rough.shape[0]))
    turned = np.ascontiguousarray(np.rot90(rough, turns))
    found = Symmetry(0.0, 1.0, 1.0) if several else find_turn(turned)
    if category == "hat" and found.score < HAT_SYMMETRY:
        found = Symmetry(0.0, found.untouched, found.untouched)
    upright, canvas = framing.turned_canvas(turned, found.angle)
    matrix = framing.compose(upright, matrix)
    mask, removed = framing.warp(alpha, matrix, canvas, ground=True) >= 128, False
    if garment:
        shown = framing.warp(pixels, matrix, canvas, ground=False)
        mask = main_pieces(mask, several=False)
        mask, removed = without_hangers(mask, shown, straps=category in TOPS)
    mask = clean(mask, several=several)
    if category in SKIRTS:
        mask = filled(mask) > 0
    crop, canvas = framing.turned_canvas(mask, 0.0)
    matrix = framing.compose(crop, matrix)
    mask = framing.warp(mask.astype(np.uint8), crop, canvas, ground=True) > 0
    shown = framing.warp(pixels, matrix, canvas, ground=False)
    soft = framing.warp(alpha, matrix, canvas, ground=True)
    edge = framing.soft_edge(mask, soft)
    own = np.where(mask, np.minimum(edge, soft), 0).astype(np.uint8)
    rotation = (found.angle + 90.0 * turns + 180) % 360 - 180
    return Standing(framing.bleed(shown, own), edge, mask, matrix, rotation, found.score, removed)
