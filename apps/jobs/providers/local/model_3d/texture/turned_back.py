"""A synthesised back turned about, so that its edges are not the front's over again.

Seen from behind it then reads like the front does from in front; left in place it would show the
front's creases and flowers at each side seam once more, mirrored.
"""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from ..outline.result import Outline
from .back_photograph import GOOD_OVERLAP, align_back

UInt8Array = npt.NDArray[np.uint8]
WORK = 160
# Broad colours of the two halves that still count as one cloth: CIELAB distance at the 90th
# percentile. A garment of two colours keeps each on its own side.
MOST_DIFFERENCE = 20.0
SMOOTH = 0.1


def turn_about(back: UInt8Array, outline: Outline) -> UInt8Array | None:
    """Return ``back``, uint8 (H, W, 3) as seen through the front, with left and right exchanged
    and the broad colours where they were; None when the two halves differ in shape or color."""
    turned = align_back(back, outline.alpha, replace(outline, pixels=back))
    if turned is None or turned[1] < GOOD_OVERLAP:
        return None
    laid = turned[0]
    before, after = _broad(back, outline.alpha), _broad(laid, outline.alpha)
    inside = cv2.resize(outline.alpha, (before.shape[1], before.shape[0])) >= 128
    apart = np.linalg.norm(_lab(before) - _lab(after), axis=2)[inside]
    if not apart.size or float(np.percentile(apart, 90)) > MOST_DIFFERENCE:
        return None
    size = (back.shape[1], back.shape[0])
    change = cv2.resize(before - after, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(np.rint(laid + change), 0, 255), np.uint8)


def _broad(picture: UInt8Array, alpha: UInt8Array) -> npt.NDArray[np.float32]:
    scale = min(1.0, WORK / max(alpha.shape))
    size = (max(2, round(alpha.shape[1] * scale)), max(2, round(alpha.shape[0] * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), SMOOTH * max(size)), np.float32)


def _lab(picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(picture / 255, cv2.COLOR_RGB2Lab), np.float32)
