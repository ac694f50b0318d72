"""What cannot be built, said in words that tell what to do."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from skyy.api.errors import Code, Problem

from .cleaning import pieces
from .result import UInt8Array

Mask = npt.NDArray[np.bool_]

FULL = 0.995
SHORTEST_PX = 24
# Thinner than this (pixels, at the thickest place), or than this share of the length: no body.
THINNEST_PX = 5.0
THINNEST_SHARE = 0.008
# A second piece of this share of the largest is a product of its own.
LIKE_SIZE = 0.35
SEVERAL_ALLOWED = frozenset({"shoes", "jewellery", "other"})


def check_shape(alpha: UInt8Array, *, boxed: bool = False) -> None:
    """Refuse what has no product, no ground around it, or no breadth.

    Args:
        alpha: uint8 (H, W), 255 = product.
        boxed: see ``find_outline``.

    Raises:
        Problem: ``photo.no_product``, ``photo.fills_frame`` or ``photo.too_thin``.
    """
    mask = alpha >= 128
    if not mask.any():
        raise Problem(
            Code.PHOTO_NO_PRODUCT,
            "No product could be found in this photograph. Take it against a plainer ground, "
            "with the whole product in the frame.",
        )
    if mask.mean() > FULL and not boxed:
        raise _fills_frame()
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    longer = max(np.ptp(rows), np.ptp(columns)) + 1
    crop = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8)
    thickest = 2 * float(cv2.distanceTransform(np.pad(crop, 1), cv2.DIST_L2, 5).max())
    if longer < SHORTEST_PX or thickest < max(THINNEST_PX, THINNEST_SHARE * longer):
        raise Problem(
            Code.PHOTO_TOO_THIN,
            "What was found in this photograph is too thin to build a model of. Come closer, and "
            "lay the product out flat so that its whole width shows.",
        )


def check_pieces(mask: Mask, category: str) -> int:
    """Count the pieces of like size; refuse several where a product is one piece.

    Raises:
        Problem: ``photo.several_products``.
    """
    areas = pieces(mask)[1][1:]
    count = int((areas >= LIKE_SIZE * areas.max()).sum())
    if count > 2 or (count == 2 and category not in SEVERAL_ALLOWED):
        raise Problem(
            Code.PHOTO_SEVERAL_PRODUCTS,
            f"There are {count} things of like size in this photograph. Photograph each product "
            "by itself, and upload one photograph for each.",
        )
    return count


def check_frame(alpha: UInt8Array, touches: Sequence[str]) -> None:
    """Refuse a product that runs out of the frame on every side.

    Args:
        alpha: of the product's own box.
        touches: sides of the photograph that cut the product off.

    Raises:
        Problem: ``photo.fills_frame``.
    """
    if len(set(touches)) == 4 and (alpha >= 128).mean() > 0.85:
        raise _fills_frame()


def _fills_frame() -> Problem:
    return Problem(
        Code.PHOTO_FILLS_FRAME,
        "The product fills the whole photograph, so its outline cannot be seen. Step back and "
        "leave some ground around it on every side.",
    )
