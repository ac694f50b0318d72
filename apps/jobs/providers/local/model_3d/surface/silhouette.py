"""The silhouette as a signed distance, with its thinnest parts wide enough to be triangulated."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import map_coordinates

F64 = npt.NDArray[np.float64]
UInt8Array = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

THINNEST = 1.6
FRAME = 2
SMALLEST_PIECE = 0.004


@dataclass(frozen=True)
class Silhouette:
    """Attributes:
    distance: float32 (H, W), pixels to the contour, positive inside.
    """

    distance: npt.NDArray[np.float32]

    def at(self, points: F64) -> F64:
        """Return the signed distance at ``points`` (N, 2) as (x, y), bilinear between pixels."""
        found = map_coordinates(self.distance, points[:, ::-1].T, order=1, mode="nearest")
        return np.asarray(found, np.float64)

    def slope(self, points: F64) -> F64:
        """Return the gradient at ``points``, (N, 2), by central differences of one pixel."""
        across = np.array([1.0, 0.0])
        down = np.array([0.0, 1.0])
        return np.stack(
            [
                (self.at(points + across) - self.at(points - across)) / 2,
                (self.at(points + down) - self.at(points - down)) / 2,
            ],
            axis=1,
        )


def solid_pixels(alpha: UInt8Array) -> Mask:
    """Return what is product, bool (H, W), without crumbs and pinholes and with ``FRAME`` pixels
    of nothing around it."""
    sides = (FRAME, FRAME, FRAME, FRAME)
    framed = cv2.copyMakeBorder(alpha, *sides, cv2.BORDER_CONSTANT, value=(0.0,))
    inside = np.asarray(framed, np.uint8) >= 128
    least = max(12.0, SMALLEST_PIECE * float(inside.sum()))
    inside = _without_small(inside, least)
    return ~_without_small(~inside, max(6.0, least / 40))


def half_width(inside: Mask) -> float:
    """Return the radius in pixels of the largest disc that fits in."""
    return float(cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5).max())


def measure(inside: Mask, spacing: float, smoothing: float) -> Silhouette:
    """Return the signed distance of a mask whose parts and gaps are made ``THINNEST`` lattice
    spacings wide where they are thinner.

    Args:
        inside: bool (H, W).
        spacing: of the lattice, in pixels.
        smoothing: standard deviation in pixels; takes the steps of the pixels off the contour.
    """
    radius = THINNEST * spacing / 2
    widened = _widen(inside, radius)
    widened = ~_widen(~widened, radius)
    return Silhouette(_signed_distance(widened, smoothing))


def _widen(inside: Mask, radius: float) -> Mask:
    reach = int(radius)
    if reach < 1:
        return inside
    opened = cv2.morphologyEx(inside.astype(np.uint8), cv2.MORPH_OPEN, _disc(reach))
    thin = (inside & (opened == 0)).astype(np.uint8)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(thin, connectivity=8)
    if count <= 1:
        return inside
    # What an opening takes off a corner is no part of its own; a strap is longer than wide.
    long = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) > 2.5 * radius
    long[0] = False
    if not long.any():
        return inside
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
    kept = long[labels]
    widened = inside.copy()
    for half in range(1, reach + 1):
        # The ridge of a part of half-width ``half`` is grown to the radius wanted.
        ridge = kept & (depth >= half - 0.5) & (depth < half + 0.5)
        ridge &= depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)) - 0.25
        if ridge.any():
            widened |= cv2.dilate(ridge.astype(np.uint8), _disc(reach)) > 0
    return widened


def _signed_distance(inside: Mask, smoothing: float) -> npt.NDArray[np.float32]:
    within = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
    without = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 5)
    # Distances are to the nearest pixel's middle: half a pixel beyond the contour.
    signed = np.where(inside, within - 0.5, 0.5 - without).astype(np.float32)
    if smoothing > 0:
        signed = np.asarray(cv2.GaussianBlur(signed, (0, 0), smoothing), np.float32)
    return signed


def _without_small(inside: Mask, least: float) -> Mask:
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(
        inside.astype(np.uint8), connectivity=4
    )
    big = boxes[:count, cv2.CC_STAT_AREA] >= least
    big[0] = False
    return np.asarray(big[labels], np.bool_)


def _disc(radius: int) -> UInt8Array:
    side = 2 * radius + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
