"""Pixels and mask of a cut-out, turned, cropped and with colours that continue under the edge."""

import cv2
import numpy as np
import numpy.typing as npt

from .result import UInt8Array

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

LARGEST_PX = 1400
MARGIN = 0.04
# Alpha from which a pixel's colour is the product's own.
OWN = 250


def turn_about_centre(angle: float, size: tuple[int, int]) -> F64:
    """2 × 3 matrix that turns a picture of (width, height) `size` counter-clockwise."""
    centre = ((size[0] - 1) / 2, (size[1] - 1) / 2)
    return np.asarray(cv2.getRotationMatrix2D(centre, angle, 1.0), np.float64)


def bleed(pixels: UInt8Array, alpha: UInt8Array) -> UInt8Array:
    """Continue the product's colours outwards, so that no ground shows at its edge."""
    own = alpha >= OWN
    eroded = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0
    if eroded.sum() > 0.5 * own.sum():
        own = eroded
    if not own.any():
        own = alpha == alpha.max()
    _, labels = cv2.distanceTransformWithLabels(
        (~own).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(labels.max()) + 1, 3), np.uint8)
    colours[labels[own]] = pixels[own]
    nearest = colours[labels]
    soft = np.asarray(cv2.GaussianBlur(nearest, (0, 0), 2.0), np.uint8)
    return np.ascontiguousarray(np.where(own[..., None], pixels, soft))


def reduce(pixels: UInt8Array, alpha: UInt8Array) -> tuple[UInt8Array, UInt8Array, float]:
    """Shrink by averaging so that no side needs more than the largest; returns the scale."""
    scale = LARGEST_PX * (1 - 2 * MARGIN) / max(alpha.shape)
    if scale >= 1:
        return pixels, alpha, 1.0
    size = (max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale)))
    return (
        np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8),
        np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8),
        scale,
    )


def turned_canvas(mask: Mask, angle: float) -> tuple[F64, tuple[int, int]]:
    """2 × 3 matrix and (width, height) of the canvas that holds the turned mask and a margin."""
    rows, columns = np.nonzero(mask)
    height, width = mask.shape
    matrix = turn_about_centre(angle, (width, height))
    corners = np.stack([columns, rows, np.ones(len(rows))])
    x, y = matrix @ corners
    left, top = np.floor(x.min()), np.floor(y.min())
    inner = (int(np.ceil(x.max()) - left) + 1, int(np.ceil(y.max()) - top) + 1)
    margin = int(np.ceil(MARGIN * max(inner)))
    matrix[:, 2] += [margin - left, margin - top]
    return matrix, (inner[0] + 2 * margin, inner[1] + 2 * margin)


def warp(image: UInt8Array, matrix: F64, size: tuple[int, int], *, ground: bool) -> UInt8Array:
    """Draw an image through a 2 × 3 matrix; `ground`: 0 around it, else its edge goes on."""
    whole = np.allclose(matrix[:, :2], np.eye(2)) and np.allclose(matrix, np.round(matrix))
    return np.asarray(
        cv2.warpAffine(
            image,
            matrix,
            size,
            flags=cv2.INTER_NEAREST if whole else cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT if ground else cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )


def shrinking(scale: float) -> F64:
    """The 2 × 3 matrix of ``reduce``: pixel centres stay pixel centres."""
    shift = (scale - 1) / 2
    return np.array([[scale, 0.0, shift], [0.0, scale, shift]])


def inverse(matrix: F64) -> F64:
    """The 2 × 3 matrix of the way back."""
    return np.asarray(cv2.invertAffineTransform(matrix), np.float64)


def compose(outer: F64, inner: F64) -> F64:
    """The 2 × 3 matrix that does `inner` first, then `outer`."""
    square = np.vstack([inner, [0, 0, 1]])
    return np.asarray(outer @ square, np.float64)


def soft_edge(mask: Mask, alpha: UInt8Array) -> UInt8Array:
    """An alpha that is at least 128 exactly where the mask is: opaque inside, soft at the rim."""
    element = np.ones((3, 3), np.uint8)
    solid = mask.astype(np.uint8)
    inside = cv2.erode(solid, element, borderValue=0) > 0
    around = cv2.dilate(solid, element) > 0
    edge = np.where(mask, np.maximum(alpha, 128), np.where(around, np.minimum(alpha, 127), 0))
    return np.where(inside, 255, edge).astype(np.uint8)
