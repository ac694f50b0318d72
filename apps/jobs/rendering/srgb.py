"""Between sRGB and linear light (IEC 61966-2-1), through tables."""

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

# Fine enough that the darkest step of eight bits is still nineteen steps wide.
LEVELS = 65_535


@lru_cache(maxsize=1)
def _decoding() -> F32:
    value = np.arange(256) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)


@lru_cache(maxsize=1)
def _encoding() -> U8:
    linear = np.arange(LEVELS + 1) / LEVELS
    value = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(value * 255), np.uint8)


def to_linear(pixels: U8) -> F32:
    """Linear light from 0 to 1 of eight-bit sRGB, in the same shape."""
    return np.asarray(cv2.LUT(pixels, _decoding()), np.float32).reshape(pixels.shape)


def to_srgb(linear: F32) -> U8:
    """Eight-bit sRGB of linear light, in the same shape; what is beyond 0 to 1 is clipped."""
    steps = np.clip(linear, 0, 1) * np.float32(LEVELS) + np.float32(0.5)
    return np.asarray(_encoding()[steps.astype(np.uint16)])
