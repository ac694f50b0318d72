"""Between sRGB and linear light (IEC 61966-2-1), through tables."""

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]

FULL = 65_535
"""Full linear light in sixteen bits; the darkest step of sRGB is still nineteen steps wide."""


@lru_cache(maxsize=1)
def _decoding() -> U16:
    value = np.arange(256) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.rint(linear * FULL), np.uint16)


@lru_cache(maxsize=1)
def _encoding() -> U8:
    linear = np.arange(FULL + 1) / FULL
    value = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(value * 255), np.uint8)


def to_linear(pixels: U8) -> U16:
    """Linear light from 0 to ``FULL`` of eight-bit sRGB, in the same shape."""
    return np.asarray(cv2.LUT(pixels, _decoding()), np.uint16).reshape(pixels.shape)


def to_srgb(linear: F32) -> U8:
    """Eight-bit sRGB of linear light from 0 to 1, in the same shape; what is beyond is clipped."""
    steps = np.clip(linear, 0, 1) * np.float32(FULL) + np.float32(0.5)
    return np.asarray(_encoding()[steps.astype(np.uint16)])
