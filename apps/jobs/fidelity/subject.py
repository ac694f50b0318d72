"""A product in a picture: its pixels, and which of them are the product."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from skyy.api.errors import Code, Problem

UInt8Array = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# Fewer visible pixels than this, or a narrower box, say nothing about a product.
FEWEST_PIXELS = 64
NARROWEST = 4


@dataclass(frozen=True)
class Picture:
    """A picture of one product.

    Attributes:
        pixels: uint8 (H, W, 3) sRGB.
        alpha: uint8 (H, W), 255 = product.
    """

    pixels: UInt8Array
    alpha: UInt8Array

    def checked(self, name: str) -> "Picture":
        """Return the picture when it can be judged; ``name`` stands in the message.

        Raises:
            Problem: ``request.invalid`` when pixels and mask do not fit each other,
                ``photo.no_product`` when the mask is empty, ``photo.too_thin`` when next to
                nothing of the product is visible.
        """
        pixels: Any = self.pixels
        alpha: Any = self.alpha
        well_formed = (pixels.ndim == 3 and pixels.shape[2] == 3 and pixels.dtype == np.uint8) and (
            alpha.ndim == 2 and alpha.dtype == np.uint8
        )
        if not well_formed or pixels.shape[:2] != alpha.shape:
            raise Problem(
                Code.REQUEST_INVALID,
                f"The {name} and its mask do not fit each other: the mask must have the "
                "picture's own size.",
            )
        visible = self.alpha >= 128
        if not visible.any():
            raise Problem(Code.PHOTO_NO_PRODUCT, f"The mask of the {name} is empty.")
        rows = np.flatnonzero(visible.any(axis=1))
        columns = np.flatnonzero(visible.any(axis=0))
        narrow = min(rows[-1] - rows[0], columns[-1] - columns[0]) + 1 < NARROWEST
        if narrow or int(visible.sum()) < FEWEST_PIXELS:
            raise Problem(
                Code.PHOTO_TOO_THIN, f"The product in the {name} is too thin to be judged."
            )
        return self

    def product_size(self) -> int:
        """Longer side of the product's box, in pixels."""
        left, top, right, bottom = box_of(self.alpha)
        return max(right - left, bottom - top)


def box_of(alpha: UInt8Array) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom (exclusive) of what is at least half opaque."""
    x, y, width, height = cv2.boundingRect((alpha >= 128).astype(np.uint8))
    return x, y, x + width, y + height


def warp(picture: Picture, matrix: npt.NDArray[np.float64], size: tuple[int, int]) -> Picture:
    """Return the picture under a 2 × 3 affine ``matrix``, on a grid of ``size`` (width, height).

    Shrinking averages; what lies outside is empty.
    """
    shrink = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    pixels, alpha = picture.pixels, picture.alpha
    if shrink < 0.75:
        height, width = alpha.shape
        small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        pixels = np.asarray(cv2.resize(pixels, small, interpolation=cv2.INTER_AREA), np.uint8)
        alpha = np.asarray(cv2.resize(alpha, small, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = matrix @ _resized((small[0] / width, small[1] / height))
    return Picture(
        np.asarray(
            cv2.warpAffine(
                pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            ),
            np.uint8,
        ),
        np.asarray(cv2.warpAffine(alpha, matrix, size, flags=cv2.INTER_LINEAR), np.uint8),
    )


def compose(
    outer: npt.NDArray[np.float64], inner: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the 2 × 3 matrix of ``inner`` followed by ``outer``."""
    return np.asarray(outer @ np.vstack([inner, [0.0, 0.0, 1.0]]), np.float64)


def invert(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the 2 × 3 matrix that undoes ``matrix``."""
    return np.asarray(np.linalg.inv(np.vstack([matrix, [0.0, 0.0, 1.0]]))[:2], np.float64)


def _resized(by: tuple[float, float]) -> npt.NDArray[np.float64]:
    """From a resized picture's pixels back to the original's (pixel centres at integers)."""
    x, y = 1 / by[0], 1 / by[1]
    return np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]], np.float64)
