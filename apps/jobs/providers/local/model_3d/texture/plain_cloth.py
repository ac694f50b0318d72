"""Which pixels show plain cloth, and which a print, a button, a zip or a neckline.

What a garment's back shares with its front is what runs round the side seams: the colours and
stripes that reach the outline. What only stands in the middle is a detail of the front.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ..outline.result import Opening, OpeningKind
from .rim import depth_inside

UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]
F32 = npt.NDArray[np.float32]
# The band along the outline that the back shares with the front: share of the greatest depth.
BAND = 0.22
BAND_PIXELS = 8.0
COLORS = 8
# CIELAB distance, lightness counting half, from every colour of the band.
FOREIGN = 13.0
BUSY = 1.35
GROWTH = 0.012
NECK_REACH = 0.55


def band_width(depth: F32) -> float:
    """Pixels from the outline inwards that the back takes from the front unchanged."""
    return max(BAND * float(depth.max()), BAND_PIXELS)


def detail_mask(pixels: UInt8Array, alpha: UInt8Array) -> BoolArray:
    """(H, W): True where the front shows what its sides do not."""
    depth = depth_inside(alpha)
    inside = depth > 0
    band = inside & (depth > 2.5) & (depth < band_width(depth))
    if band.sum() < 50:
        return np.zeros(alpha.shape, np.bool_)
    lab = cv2.cvtColor(
        cv2.GaussianBlur(pixels, (0, 0), 0.8).astype(np.float32) / 255, cv2.COLOR_RGB2Lab
    )
    lab[..., 0] *= 0.5
    foreign = _distance(lab, _colors(lab, band)) > FOREIGN
    busy = _busy(lab, inside, band)
    found = (foreign | busy) & inside & (depth > 2.5)
    found = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    reach = max(2, round(GROWTH * max(alpha.shape)))
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(found, around) > 0) & inside


def neck_mask(alpha: UInt8Array, openings: Sequence[Opening], scale: float) -> BoolArray:
    """(H, W): around the neck, where the front shows the inside of the back.

    Args:
        scale: of ``alpha`` relative to the pixels that openings count in.
    """
    found = np.zeros(alpha.shape, np.uint8)
    for opening in openings:
        if opening.kind is not OpeningKind.NECK or len(opening.line) < 2:
            continue
        line = np.asarray(opening.line, np.float64) * scale
        width = float(np.hypot(*(line[-1] - line[0])))
        thickness = max(3, round(2 * NECK_REACH * width))
        cv2.polylines(found, [np.rint(line).astype(np.int32)], False, 1, thickness)
    return (found > 0) & (alpha >= 128)


def _colors(lab: F32, band: BoolArray) -> F32:
    """The band's colours, but for the rarest."""
    sample = lab[band][:: max(1, int(band.sum()) // 4000)].astype(np.float32)
    count = min(COLORS, len(sample))
    cv2.setRNGSeed(7)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.3)
    _, label, centres = cv2.kmeans(
        sample, count, np.zeros((len(sample), 1), np.int32), criteria, 1, cv2.KMEANS_PP_CENTERS
    )
    share = np.bincount(label.ravel(), minlength=count) / len(sample)
    return np.asarray(centres[share > 0.015], np.float32)


def _distance(lab: F32, colors: F32) -> F32:
    nearest = np.full(lab.shape[:2], np.inf, np.float32)
    for color in colors:
        nearest = np.minimum(nearest, np.sqrt(((lab - color) ** 2).sum(axis=2)))
    return nearest


def _busy(lab: F32, inside: BoolArray, band: BoolArray) -> BoolArray:
    """Where edges stand denser than anywhere in the band: seams, zips, buttons, small print."""
    across = cv2.Sobel(lab, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(lab, cv2.CV_32F, 0, 1, ksize=3)
    strength = np.sqrt((across**2 + down**2).sum(axis=2)) * inside
    sigma = max(1.5, 0.010 * max(inside.shape))
    weight = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), sigma)
    energy = cv2.GaussianBlur(strength, (0, 0), sigma) / np.maximum(weight, 0.05)
    usual = max(float(np.percentile(energy[band], 85)), 4.0)
    return np.asarray(energy > BUSY * usual)
