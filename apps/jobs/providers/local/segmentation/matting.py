"""From a hard mask at working size to a soft alpha at full resolution.

The alpha is the guided filter (He, Sun, Tang 2013) of the mask with the photograph's colours as
guide: alpha is locally an affine function of the colour. The coefficients are found at the working
size and applied to the full picture strip by strip ("fast guided filter", He and Sun 2015), so the
edge follows the full-resolution photograph at little cost. Outside the edge band the mask stands.
"""

import cv2
import numpy as np
import numpy.typing as npt

from .result import BoolArray, FloatArray, UInt8Array

# Half width of the edge band and radius of the filter's window, in pixels of the working copy.
BAND = 4
RADIUS = 4
# Times the mask is fitted anew to the filter's answer.
SNAPS = 2
# Regularisation in squared colour units (0..1): contrasts below its root are not followed.
EPSILON = 1e-3
# Filter outputs taken as wholly clear and wholly opaque. The filter blurs towards both ends; the
# lower one is farther in because a rim of background shows more than a rim that is missing.
CLEAR, OPAQUE = 0.06, 0.98
STRIP = 512


def soft_alpha(rgb: UInt8Array, working: UInt8Array, mask: BoolArray) -> UInt8Array:
    """Return (H, W) alpha for `rgb` from `mask`, which has the size of `working`."""
    height, width = rgb.shape[:2]
    mask = _snapped(working, mask)
    slope, offset = _affine_coefficients(working, mask)
    distance = _signed_distance(mask)
    alpha = np.empty((height, width), np.uint8)
    planes = np.dstack([slope, offset, distance]).astype(np.float32)
    for top in range(0, height, STRIP):
        bottom = min(top + STRIP, height)
        local = _rows_upsampled(planes, (height, width), top, bottom)
        guide = rgb[top:bottom].astype(np.float32) / 255
        value = np.einsum("ijk,ijk->ij", guide, local[..., :3]) + local[..., 3]
        depth = local[..., 4]
        value = np.clip((value - CLEAR) / (OPAQUE - CLEAR), 0, 1)
        # The mask's own word grows with the distance from its edge.
        trust = np.clip(np.abs(depth) - (BAND - 1.5), 0, 1.5) / 1.5
        value = value * (1 - trust) + (depth > 0) * trust
        alpha[top:bottom] = np.rint(value * 255)
    return alpha


def _snapped(working: UInt8Array, mask: BoolArray) -> BoolArray:
    """Return `mask` moved onto the nearest edge in colour.

    A cut through smoothed features runs about a pixel beside it; refitting to the filter's own
    answer pulls it there.
    """
    near = np.abs(_signed_distance(mask)) < BAND
    guide = working.astype(np.float32) / 255
    for _ in range(SNAPS):
        slope, offset = _affine_coefficients(working, mask)
        value = np.einsum("ijk,ijk->ij", guide, slope) + offset
        mask = np.where(near, value > 0.5, mask)
    return mask


def _affine_coefficients(working: UInt8Array, mask: BoolArray) -> tuple[FloatArray, FloatArray]:
    guide = working.astype(np.float32) / 255
    target = mask.astype(np.float32)
    mean, mean_target = _box(guide), _box(target)
    covariance = _box(guide * target[..., None]) - mean * mean_target[..., None]
    products = _box((guide[..., :, None] * guide[..., None, :]).reshape(*mask.shape, 9))
    sigma = products.reshape(*mask.shape, 3, 3) - mean[..., :, None] * mean[..., None, :]
    sigma += np.eye(3, dtype=np.float32) * EPSILON
    slope = np.linalg.solve(sigma, covariance[..., None])[..., 0]
    offset = mean_target - np.einsum("ijk,ijk->ij", slope, mean)
    return _box(slope).astype(np.float32), _box(offset).astype(np.float32)


def _box(plane: npt.NDArray[np.floating]) -> FloatArray:
    size = 2 * RADIUS + 1
    if plane.ndim == 2 or plane.shape[2] <= 4:
        return np.asarray(cv2.blur(plane, (size, size), borderType=cv2.BORDER_REFLECT), np.float32)
    return np.dstack([_box(np.ascontiguousarray(plane[..., k])) for k in range(plane.shape[2])])


def _signed_distance(mask: BoolArray) -> FloatArray:
    inside = mask.astype(np.uint8)
    # The frame is no edge: a product that leaves the photograph stays opaque up to it.
    to_outside = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    to_inside = cv2.distanceTransform(1 - inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(to_outside - to_inside, np.float32)


def _rows_upsampled(planes: FloatArray, size: tuple[int, int], top: int, bottom: int) -> FloatArray:
    """Rows `top` to `bottom` of `planes` enlarged to `size`, as one bilinear resize would give."""
    height, width = size
    if planes.shape[:2] == size:
        return planes[top:bottom]
    scale_y, scale_x = planes.shape[0] / height, planes.shape[1] / width
    matrix = np.array(
        [[scale_x, 0, scale_x / 2 - 0.5], [0, scale_y, (top + 0.5) * scale_y - 0.5]], np.float64
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    parts = [
        cv2.warpAffine(
            np.ascontiguousarray(planes[..., k]),
            matrix,
            (width, bottom - top),
            flags=flags,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for k in range(planes.shape[2])
    ]
    return np.dstack(parts)
