"""The colour difference CIEDE2000 (CIE 142-2001; formulas as in Sharma, Wu and Dalal 2005)."""

import cv2
import numpy as np
import numpy.typing as npt

from .subject import F32, UInt8Array

F64 = npt.NDArray[np.float64]
TEXTILE_LIGHTNESS = 2.0
"""kL for textiles, where a difference in lightness is half as grave as one in colour."""


def lab(pixels: UInt8Array) -> F32:
    """Return uint8 (H, W, 3) sRGB as CIELAB under D65, float32."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), np.float32)


def difference(
    one: npt.NDArray[np.floating],
    other: npt.NDArray[np.floating],
    *,
    lightness: float = TEXTILE_LIGHTNESS,
) -> F64:
    """Return ΔE00 between colours (..., 3) in CIELAB; ``lightness`` is kL, kC and kH are 1."""
    first, second = np.asarray(one, np.float64), np.asarray(other, np.float64)
    mean_chroma = (_chroma(first) + _chroma(second)) / 2
    boost = 1 + 0.5 * (1 - np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7)))
    light = second[..., 0] - first[..., 0]
    chroma_1, hue_1 = _polar(first, boost)
    chroma_2, hue_2 = _polar(second, boost)
    grey = chroma_1 * chroma_2 == 0
    turn = np.where(grey, 0.0, (hue_2 - hue_1 + 180) % 360 - 180)
    hue = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn) / 2)
    chroma = chroma_2 - chroma_1
    mean_light = (first[..., 0] + second[..., 0]) / 2
    mean_c = (chroma_1 + chroma_2) / 2
    mean_hue = np.where(grey, hue_1 + hue_2, (hue_1 + turn / 2) % 360)
    weight = (
        1
        - 0.17 * np.cos(np.radians(mean_hue - 30))
        + 0.24 * np.cos(np.radians(2 * mean_hue))
        + 0.32 * np.cos(np.radians(3 * mean_hue + 6))
        - 0.20 * np.cos(np.radians(4 * mean_hue - 63))
    )
    s_light = 1 + 0.015 * (mean_light - 50) ** 2 / np.sqrt(20 + (mean_light - 50) ** 2)
    s_chroma = 1 + 0.045 * mean_c
    s_hue = 1 + 0.015 * mean_c * weight
    rotation = -np.sin(np.radians(60 * np.exp(-(((mean_hue - 275) / 25) ** 2))))
    rotation = rotation * 2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    terms = light / (lightness * s_light), chroma / s_chroma, hue / s_hue
    total = terms[0] ** 2 + terms[1] ** 2 + terms[2] ** 2 + rotation * terms[1] * terms[2]
    return np.asarray(np.sqrt(np.maximum(total, 0)), np.float64)


def _chroma(colour: F64) -> F64:
    return np.asarray(np.hypot(colour[..., 1], colour[..., 2]), np.float64)


def _polar(colour: F64, boost: F64) -> tuple[F64, F64]:
    a = colour[..., 1] * boost
    return np.hypot(a, colour[..., 2]), np.degrees(np.arctan2(colour[..., 2], a)) % 360
