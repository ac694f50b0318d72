"""The flat back of a relief: one quiet cloth in the colour of the product's outside.

Nothing is known of it, and what the front shows in its middle (the insole of a shoe, the mouth of
a bag) is not its outside.
"""

import cv2
import numpy as np
import numpy.typing as npt

from .rim import depth_inside

UInt8Array = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
COLORS = 4
SAMPLES = 2500
# The outside is looked for from the edge inwards, to this share of the greatest depth.
BAND = 0.55
# CIELAB distance up to which cloth counts as of the dominant colour.
ALIKE = 16.0
SMOOTH = 0.12
MOST_SHADE, MOST_GRAIN = 7.0, 3.0
SHADE, GRAIN = 0.5, 0.6


def quiet_back(front: UInt8Array, alpha: UInt8Array) -> UInt8Array:
    """Return the back, uint8 (H, W, 3).

    Args:
        front: uint8 (H, W, 3), colours continued beyond the edge.
        alpha: uint8 (H, W), 255 = product.
    """
    lab = np.asarray(cv2.cvtColor(front.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), np.float32)
    depth = depth_inside(alpha)
    band = (depth > 0) & (depth <= max(BAND * float(depth.max()), 2.0))
    color = _dominant(lab[band])
    alike = (depth > 0) & (np.linalg.norm(lab - color, axis=2) < ALIKE)
    weight = alike.astype(np.float32)
    lightness = lab[..., 0] - color[0]
    broad = _known_mean(lightness, weight, SMOOTH * max(alpha.shape))
    near = _known_mean(lightness, weight, max(1.0, 0.003 * max(alpha.shape)))
    grain = np.clip((lightness - near) * GRAIN, -MOST_GRAIN, MOST_GRAIN) * weight
    shade = np.clip(broad * SHADE, -MOST_SHADE, MOST_SHADE)
    laid = np.broadcast_to(color, lab.shape).copy()
    laid[..., 0] = np.clip(color[0] + shade + grain, 0, 100)
    picture = cv2.cvtColor(laid, cv2.COLOR_Lab2RGB)
    return np.asarray(np.clip(np.rint(picture * 255), 0, 255), np.uint8)


def _dominant(colors: F32) -> F32:
    """(3,): the median of the largest group of (N, 3) colours."""
    sample = np.ascontiguousarray(colors[:: max(1, len(colors) // SAMPLES)])
    count = min(COLORS, len(sample))
    cv2.setRNGSeed(7)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.3)
    _, label, _ = cv2.kmeans(
        sample, count, np.zeros((len(sample), 1), np.int32), criteria, 2, cv2.KMEANS_PP_CENTERS
    )
    largest = int(np.argmax(np.bincount(label.ravel(), minlength=count)))
    return np.asarray(np.median(sample[label.ravel() == largest], axis=0), np.float32)


def _known_mean(values: F32, weight: F32, sigma: float) -> F32:
    """The mean around each pixel of what is known; 0 far from all of it."""
    scale = min(1.0, 3.0 / sigma)
    size = (max(2, round(values.shape[1] * scale)), max(2, round(values.shape[0] * scale)))
    total = cv2.resize(values * weight, size, interpolation=cv2.INTER_AREA)
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    total = cv2.GaussianBlur(total, (0, 0), sigma * scale)
    known = cv2.GaussianBlur(known, (0, 0), sigma * scale)
    mean = total / np.maximum(known, 1e-2)
    return np.asarray(cv2.resize(mean, (values.shape[1], values.shape[0])), np.float32)
