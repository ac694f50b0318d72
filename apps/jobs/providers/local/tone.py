"""White balance and exposure as one global, recorded, invertible transform.

In linear light each channel is multiplied by one number: a white-balance gain and the exposure.
Nothing local and no curve, so that the product's colours keep their relations, and whoever knows
the record can undo it. When the photograph offers no neutral reference the colour is left alone:
a guess from a red blanket would dye the garment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .segmentation.result import UInt8Array

# Pixels this near to grey (CIELAB chroma) may be grey surfaces under a tinted light.
NEUTRAL_CHROMA = 14.0
# And this many of the background's pixels must be, before they are believed.
NEUTRAL_SHARE = 0.25
# A household lamp after a phone's own balance is rarely farther off than this.
GAIN_LIMIT = 1.12
# The scene's brightest surfaces (99.5th percentile) are brought up to this linear value.
HIGHLIGHT = 0.80
EXPOSURE_LIMIT = 1.25
PRODUCT_CEILING = 0.95
# Darker linear values are mostly noise and rounding; fewer pixels fit nothing.
FIT_DARKEST = 0.003
FIT_FEWEST = 200


@dataclass(frozen=True)
class Tone:
    """Linear-light gains: ``white_balance`` (red, green, blue; green is 1) and ``exposure``."""

    white_balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    exposure: float = 1.0
    reference: str = "none"
    neutral_share: float = 0.0

    def as_record(self) -> dict[str, Any]:
        """The transform as JSON, for provenance."""
        return {
            "white_balance": list(self.white_balance),
            "exposure": self.exposure,
            "reference": self.reference,
            "neutral_share": self.neutral_share,
            "space": "linear sRGB",
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Tone":
        """Read back what ``as_record`` wrote."""
        red, green, blue = (float(gain) for gain in record["white_balance"])
        return cls(
            (red, green, blue),
            float(record["exposure"]),
            str(record["reference"]),
            float(record["neutral_share"]),
        )


def estimate(rgb: UInt8Array, alpha: UInt8Array) -> Tone:
    """Fit the transform of one photograph.

    Args:
        rgb: uint8 (H, W, 3) sRGB, of any size (a million pixels are plenty).
        alpha: uint8 (H, W), 255 = product.
    """
    product = alpha >= 128
    background = alpha < 8
    linear = decode(rgb)
    gains, share = _white_balance(rgb, linear, background)
    reference = "neutral_background" if share >= NEUTRAL_SHARE else "none"
    balanced = linear * np.asarray(gains, np.float32)
    exposure = _exposure(balanced, product)
    rounded = tuple(round(gain, 5) for gain in gains)
    return Tone(
        (rounded[0], rounded[1], rounded[2]), round(exposure, 5), reference, round(share, 4)
    )


@dataclass(frozen=True)
class Limits:
    """How far a fitted tone may go: factors, of a channel against green and of all channels."""

    white_balance: float = GAIN_LIMIT
    exposure: float = EXPOSURE_LIMIT


def fit(
    linear: npt.NDArray[np.float32],
    target: npt.NDArray[np.float32],
    usable: npt.NDArray[np.bool_],
    *,
    limits: Limits,
) -> Tone:
    """Fit the transform that brings one picture into the light of another.

    Args:
        linear: float32 (H, W, 3), linear light, of the picture to be changed.
        target: the same of the other picture, aligned with it.
        usable: bool (H, W): unclipped pixels of the same thing in both; with too few of them
            nothing is changed.
        limits: what lies beyond is a difference of the things and not of their light.
    """
    seen = usable & (linear.min(axis=2) > FIT_DARKEST) & (target.min(axis=2) > FIT_DARKEST)
    if int(seen.sum()) < FIT_FEWEST:
        return Tone()
    ratios = np.log(target[seen].astype(np.float64)) - np.log(linear[seen].astype(np.float64))
    # The median of each channel does not hear a swapped trim.
    red, green, blue = (float(value) for value in np.median(ratios, axis=0))
    widest, largest = np.log(limits.white_balance), np.log(limits.exposure)
    gains = np.exp(np.clip([red - green, 0.0, blue - green], -widest, widest))
    exposure = float(np.exp(np.clip(green, -largest, largest)))
    return Tone(
        (round(float(gains[0]), 5), 1.0, round(float(gains[2]), 5)),
        round(exposure, 5),
        "aligned_pixels",
        0.0,
    )


def apply(rgb: UInt8Array, tone: Tone) -> UInt8Array:
    """Return ``rgb``, uint8 (H, W, 3) sRGB, under the transform."""
    return _look_up(rgb, [gain * tone.exposure for gain in tone.white_balance])


def undo(rgb: UInt8Array, tone: Tone) -> UInt8Array:
    """Return ``rgb`` as it was before ``apply``, but for rounding and clipped highlights."""
    return _look_up(rgb, [1 / (gain * tone.exposure) for gain in tone.white_balance])


def decode(rgb: UInt8Array) -> npt.NDArray[np.float32]:
    """Return sRGB bytes as linear light from 0 to 1 (IEC 61966-2-1)."""
    return np.asarray(_DECODED[rgb], np.float32)


def encode(linear: npt.NDArray[np.floating[Any]]) -> UInt8Array:
    """Return linear light as sRGB bytes (IEC 61966-2-1)."""
    value = np.clip(linear, 0.0, 1.0)
    curved = np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(curved * 255), np.uint8)


def _decoding_table() -> npt.NDArray[np.float32]:
    value = np.arange(256) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


_DECODED = _decoding_table()


def _look_up(rgb: UInt8Array, gains: list[float]) -> UInt8Array:
    table = encode(_DECODED.astype(np.float64)[:, None] * np.asarray(gains))
    return np.asarray(cv2.LUT(rgb, table.reshape(256, 1, 3)), np.uint8)


def _white_balance(
    rgb: UInt8Array, linear: npt.NDArray[np.float32], background: npt.NDArray[np.bool_]
) -> tuple[tuple[float, float, float], float]:
    neutral_gains = (1.0, 1.0, 1.0)
    if not background.any():
        return neutral_gains, 0.0
    lab = cv2.cvtColor((rgb.astype(np.float32) / 255), cv2.COLOR_RGB2Lab)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    usable = background & (rgb.max(axis=2) < 250) & (lab[..., 0] > 25)
    candidates = usable & (chroma < NEUTRAL_CHROMA)
    share = float(candidates.sum() / background.sum())
    if share < NEUTRAL_SHARE:
        return neutral_gains, share
    red, green, blue = (float(value) for value in np.median(linear[candidates], axis=0))
    gains = np.array([green / max(red, 1e-4), 1.0, green / max(blue, 1e-4)])
    # A tint of the surface and a tint of the light look alike: believe half of it, and little.
    gains = np.clip(np.sqrt(gains), 1 / GAIN_LIMIT, GAIN_LIMIT)
    return (float(gains[0]), 1.0, float(gains[2])), share


def _exposure(linear: npt.NDArray[np.float32], product: npt.NDArray[np.bool_]) -> float:
    brightest = linear.max(axis=2)
    scene = float(np.percentile(brightest, 99.5))
    gain = HIGHLIGHT / max(scene, 1e-3)
    if product.any():
        own = float(np.percentile(brightest[product], 99.5))
        gain = min(gain, PRODUCT_CEILING / max(own, 1e-3))
    return float(np.clip(gain, 1.0, EXPOSURE_LIMIT))
