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
COLORS = 7
RAREST = 0.02
ZONES, ZONE_REACH, LEAST_BAND = 8, 0.1, 200
# CIELAB distance, lightness counting half, from every colour of the band.
# Calm sides make a small difference count, restless ones only a large one.
LEAST_FOREIGN, MOST_FOREIGN, FOREIGN_RATIO = 7.0, 13.0, 1.8
BUSY = 1.3
SHORE = 0.06
GROWTH, TOGETHER = 0.012, 0.03
BROAD = 0.014
TURNED_WINDOW, CLEAR_DIRECTION = 0.025, 0.12
# Relative to the opening's width: around the neck; half the width and the height at the waist.
NECK_REACH, NECK_MOST = 0.55, 0.11
WAIST_ACROSS, WAIST_DOWN = 0.2, 0.35
# A pattern is all over the cloth when this share of its parts (of CELLS × CELLS) holds this much.
CELLS, DENSE, EVERYWHERE = 8, 0.06, 0.6


def band_width(depth: F32) -> float:
    """Pixels from the outline inwards that the back takes from the front unchanged."""
    return max(BAND * float(depth.max()), BAND_PIXELS)


def detail_mask(pixels: UInt8Array, alpha: UInt8Array, *, edges: bool = True) -> BoolArray:
    """(H, W): True where the front shows what its sides do not.

    Args:
        edges: whether dense edges count; not on checks and stripes, which have them everywhere.
    """
    depth = depth_inside(alpha)
    inside = depth > 0
    band = inside & (depth > 2.5) & (depth < band_width(depth))
    if band.sum() < 50:
        return np.zeros(alpha.shape, np.bool_)
    calm = cv2.GaussianBlur(pixels, (0, 0), 0.8).astype(np.float32) / 255
    weights = np.asarray([0.5, 1.0, 1.0], np.float32)
    lab = np.asarray(cv2.cvtColor(calm, cv2.COLOR_RGB2Lab) * weights, np.float32)
    foreign = _foreign(lab, band)
    found = foreign & inside & (depth > 2.5)
    if edges:
        busy = _busy(lab, inside, band) & inside & (depth > 2.5)
        found |= _islands(busy, inside & (depth < 6), SHORE * max(alpha.shape))
    if _all_over(found, inside):
        # What is everywhere is the cloth's own pattern.
        return np.zeros(alpha.shape, np.bool_)
    # The finest lines of a check are rare in the band, too: there only broad shapes are details.
    least = 2 if edges else max(3, round(BROAD * max(alpha.shape)))
    kernel = np.ones((least, least), np.uint8)
    opened = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    # Letters are taken out with what stands between them: their shape must not be seen either.
    reach = round(TOGETHER * max(alpha.shape))
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    closed = cv2.morphologyEx(np.pad(opened, 2 * reach), cv2.MORPH_CLOSE, around)[
        2 * reach : -2 * reach, 2 * reach : -2 * reach
    ]
    return _grown(closed > 0, round(GROWTH * max(alpha.shape))) & inside


def turned_mask(pixels: UInt8Array, alpha: UInt8Array) -> BoolArray:
    """(H, W): parts of a checked or striped front whose pattern runs the other way: pockets and
    patches cut on the bias."""
    depth = depth_inside(alpha)
    core = depth > band_width(depth)
    gray = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 1)
    slope = cv2.Sobel(gray, cv2.CV_32F, 1, 0) + 1j * cv2.Sobel(gray, cv2.CV_32F, 0, 1)
    strength = np.maximum(np.abs(slope), 1e-6)
    # Four times the angle: along and across are the same direction, the diagonal its opposite.
    turned = (slope / strength) ** 4 * strength * (depth > 3)
    sigma = TURNED_WINDOW * max(alpha.shape)
    real = cv2.GaussianBlur(np.asarray(turned.real, np.float32), (0, 0), sigma)
    imaginary = cv2.GaussianBlur(np.asarray(turned.imag, np.float32), (0, 0), sigma)
    weight = cv2.GaussianBlur(np.asarray(strength * (depth > 3), np.float32), (0, 0), sigma)
    local = (real + 1j * imaginary) / np.maximum(weight, 1e-3)
    if not core.any():
        return core
    usual = local[core].mean()
    if abs(usual) < CLEAR_DIRECTION:
        return np.zeros(alpha.shape, np.bool_)
    against = (local * np.conj(usual)).real / abs(usual) < -CLEAR_DIRECTION
    return _grown(_islands(against & (depth > 3), ~core), round(sigma)) & (depth > 0)


def _islands(mask: BoolArray, shore: BoolArray, least: float = 1.0) -> BoolArray:
    """The connected parts of ``mask`` that do not lie on ``shore`` with ``least`` pixels or more:
    what does is a sleeve or a panel."""
    count, label = cv2.connectedComponents(mask.astype(np.uint8))
    reaching = np.bincount(label[shore], minlength=count) >= least
    reaching[0] = True
    return np.asarray(~reaching[label])


def _grown(mask: BoolArray, reach: int) -> BoolArray:
    size = 2 * max(2, reach) + 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), around) > 0)


def fastening_mask(alpha: UInt8Array, openings: Sequence[Opening], scale: float) -> BoolArray:
    """(H, W): around the neck, where the front shows the inside of the back, and the middle of
    the waist, where it has its button, fly or string.

    Args:
        scale: of ``alpha`` relative to the pixels that openings count in.
    """
    found = np.zeros(alpha.shape, np.uint8)
    for opening in openings:
        if len(opening.line) < 2:
            continue
        line = np.rint(np.asarray(opening.line, np.float64) * scale).astype(np.int32)
        width = float(np.hypot(*(line[-1] - line[0])))
        if opening.kind is OpeningKind.NECK:
            reach = min(NECK_REACH * width, NECK_MOST * max(alpha.shape))
            cv2.polylines(found, [line], False, 1, max(3, round(2 * reach)))
        elif opening.kind is OpeningKind.WAIST:
            middle = (line[0] + line[-1]) / 2
            half = np.asarray([WAIST_ACROSS, WAIST_DOWN]) * width
            low, high = np.rint(middle - half), np.rint(middle + half)
            cv2.rectangle(
                found, (int(low[0]), int(low[1])), (int(high[0]), int(high[1])), 1, cv2.FILLED
            )
    return (found > 0) & (alpha >= 128)


def _all_over(found: BoolArray, inside: BoolArray) -> bool:
    """Whether details stand in most parts of the product."""
    rows, columns = np.nonzero(inside)
    box = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
    size = (CELLS, CELLS)
    cloth = cv2.resize(inside[box].astype(np.float32), size, interpolation=cv2.INTER_AREA)
    detail = cv2.resize(found[box].astype(np.float32), size, interpolation=cv2.INTER_AREA)
    counted = cloth > 0.5
    taken = detail[counted] > DENSE * cloth[counted]
    return bool(taken.size) and float(taken.mean()) > EVERYWHERE


def _foreign(lab: F32, band: BoolArray) -> BoolArray:
    """Where a colour stands that the sides do not have at about the same height."""
    height = len(lab)
    found = np.zeros(band.shape, np.bool_)
    for zone in range(ZONES):
        top, bottom = height * zone // ZONES, height * (zone + 1) // ZONES
        reach = round(ZONE_REACH * height)
        around = np.zeros_like(band)
        around[max(0, top - reach) : bottom + reach] = True
        around &= band
        sides = around if around.sum() >= LEAST_BAND else band
        colors = _colors(lab, sides)
        usual = FOREIGN_RATIO * float(np.percentile(_distance(lab[sides][None], colors), 98))
        limit = min(max(usual, LEAST_FOREIGN), MOST_FOREIGN)
        found[top:bottom] = _distance(lab[top:bottom], colors) > limit
    return found


def _colors(lab: F32, band: BoolArray) -> F32:
    """The band's colours, but for the rarest."""
    sample = lab[band][:: max(1, int(band.sum()) // 1500)].astype(np.float32)
    count = min(COLORS, len(sample))
    cv2.setRNGSeed(7)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.3)
    _, label, centres = cv2.kmeans(
        sample, count, np.zeros((len(sample), 1), np.int32), criteria, 1, cv2.KMEANS_PP_CENTERS
    )
    share = np.bincount(label.ravel(), minlength=count) / len(sample)
    return np.asarray(centres[share > RAREST], np.float32)


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
