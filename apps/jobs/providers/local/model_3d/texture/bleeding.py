"""The product's own colours, continued under and beyond its edge."""

import cv2
import numpy as np
import numpy.typing as npt

from .rim import depth_inside, edge_width

UInt8Array = npt.NDArray[np.uint8]


def bleed_outwards(pixels: UInt8Array, alpha: UInt8Array) -> UInt8Array:
    """Return ``pixels`` with the outermost pixels of the product, and everything beyond, replaced
    by the cloth that lies as far inside: nothing of the background is left."""
    depth = depth_inside(alpha)
    trusted = depth >= edge_width(alpha)
    if not trusted.any():
        trusted = depth >= max(float(depth.max()) * 0.5, 1.0)
    if not trusted.any():
        raise ValueError("the outline is empty")
    _, labels = cv2.distanceTransformWithLabels(
        (~trusted).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(trusted)
    index = np.zeros(int(labels.max()) + 1, np.int64)
    index[labels[rows, columns]] = np.arange(len(rows))
    near_y, near_x = rows[index[labels]], columns[index[labels]]
    y, x = np.indices(alpha.shape)
    height, width = alpha.shape
    mirrored_y = np.clip(2 * near_y - y, 0, height - 1)
    mirrored_x = np.clip(2 * near_x - x, 0, width - 1)
    inside = trusted[mirrored_y, mirrored_x]
    from_y = np.where(inside, mirrored_y, near_y)
    from_x = np.where(inside, mirrored_x, near_x)
    return np.ascontiguousarray(pixels[from_y, from_x])
