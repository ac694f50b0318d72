"""Whether cloth repeats: stripes and checks do, flowers and creases do not."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]
# Sides of the windows that are looked at; the smaller fit beside a large print.
WINDOWS = (96, 64)
REACH = 46
SHORTEST = 4
# Autocorrelation at the best lag, median over windows: checks and stripes reach 0.65 to 0.95,
# flowers and creased plain cloth 0.2 to 0.45 (measured on 13 photographs of the folder).
REPEATING = 0.53
MOST_WINDOWS = 16
# A flat cloth's noise repeats by chance: below this contrast (CIELAB) there is no pattern.
LEAST_CONTRAST = 2.0
# Spread from which cloth is called patterned: creased plain cloth of the folder stays below 0.7
# of both, checks, stripes and flowers lie above one of them.
BOLD_LIGHTNESS, BOLD_HUE = 17.0, 7.5


def repeats(pixels: UInt8Array, clean: BoolArray) -> bool:
    """Whether ``pixels``, uint8 (H, W, 3), shows a repeating pattern where ``clean``."""
    lab = np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2Lab))
    return any(_repeats(lab, clean, size) for size in WINDOWS)


def _repeats(lab: npt.NDArray[Any], clean: BoolArray, size: int) -> bool:
    corners = [
        (top, left)
        for top in range(0, clean.shape[0] - size + 1, size // 2)
        for left in range(0, clean.shape[1] - size + 1, size // 2)
        if clean[top : top + size, left : left + size].mean() > 0.75
    ]
    corners = corners[:: max(1, -(-len(corners) // MOST_WINDOWS))]
    found = [_best(lab[top : top + size, left : left + size]) for top, left in corners]
    return bool(found) and float(np.median(found)) > REPEATING


def boldness(pixels: UInt8Array, clean: BoolArray) -> float:
    """0 for plain cloth to 1 and more for cloth with an all-over pattern: creases and shadows
    change lightness by less than stripes, checks and flowers do, and hue hardly at all."""
    lightness, hue = _contrast(pixels, clean)
    return max(lightness / BOLD_LIGHTNESS, hue / BOLD_HUE)


def _contrast(pixels: UInt8Array, clean: BoolArray) -> tuple[float, float]:
    """Spread (standard deviation, CIELAB) of lightness and of hue where ``clean``, without what
    is broader than a print; hue without what goes with lightness."""
    if not clean.any():
        return 0.0, 0.0
    scale = min(1.0, 240 / max(clean.shape))
    size = (max(1, round(clean.shape[1] * scale)), max(1, round(clean.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    known = cv2.resize(clean.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.9
    if not known.any():
        return 0.0, 0.0
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab)
    weight = known.astype(np.float32)
    sigma = 0.04 * max(size)
    near = np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)
    broad = cv2.GaussianBlur(lab * weight[..., None], (0, 0), sigma) / near[..., None]
    lightness, *hues = (lab - broad)[known].astype(np.float64).T
    # A crease turns saturated cloth paler as it turns it lighter: that is no change of hue.
    power = max(float((lightness**2).mean()), 1e-9)
    own = [(hue - (hue * lightness).mean() / power * lightness).std() for hue in hues]
    return float(lightness.std()), float(np.hypot(own[0], own[1]))


def _best(window: npt.NDArray[np.floating]) -> float:
    """The highest local maximum of the window's autocorrelation away from its centre."""
    size = len(window)
    taper = np.outer(np.hanning(size), np.hanning(size))
    detail = (window - cv2.GaussianBlur(window, (0, 0), size / 6)) * taper[..., None]
    if float(detail.std()) < LEAST_CONTRAST * float(taper.std()):
        return 0.0
    total = np.asarray(_correlate(detail[..., 0]))
    for channel in (1, 2):
        total = total + _correlate(detail[..., channel])
    expected = _correlate(taper)
    total = total / total.max() / np.maximum(expected / expected.max(), 0.12)
    reach = min(REACH, size // 2 - 2)
    around = slice(size - reach - 1, size + reach + 2)
    total = total[around, around].astype(np.float32)
    down, across = np.mgrid[-reach - 1 : reach + 2, -reach - 1 : reach + 2]
    away = np.hypot(down, across)
    peak = total == cv2.dilate(total, np.ones((7, 7), np.uint8))
    peak &= (away > SHORTEST) & (away < reach)
    return float(total[peak].max()) if peak.any() else 0.0


def _correlate(values: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    size = len(values)
    spectrum = np.fft.rfft2(values, (2 * size, 2 * size))
    return np.fft.fftshift(np.fft.irfft2(np.abs(spectrum) ** 2, (2 * size, 2 * size)))
