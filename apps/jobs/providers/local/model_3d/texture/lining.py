"""The inside of the cloth: plain, a little darker and paler than its outside."""

import cv2
import numpy as np
import numpy.typing as npt

from ...tone import decode, encode

UInt8Array = npt.NDArray[np.uint8]
# Linear light that the inside sends back, and how much of its colour it keeps.
BRIGHTNESS, SATURATION = 0.62, 0.82
# Blur that leaves broad colours and takes stripes away, relative to the longer side.
SMOOTH = 0.05
GRAIN = 0.35


def inside_cloth(back: UInt8Array) -> UInt8Array:
    """Return the picture of the lining, uint8 (H, W, 3), for the same places as ``back``, which
    has no print and continues beyond the edge."""
    sigma = SMOOTH * max(back.shape)
    scale = min(1.0, 160 / max(back.shape[:2]))
    size = (max(1, round(back.shape[1] * scale)), max(1, round(back.shape[0] * scale)))
    small = cv2.resize(back, size, interpolation=cv2.INTER_AREA)
    broad = cv2.GaussianBlur(small, (0, 0), sigma * scale)
    broad = cv2.resize(broad, (back.shape[1], back.shape[0]), interpolation=cv2.INTER_CUBIC)
    linear = decode(np.asarray(broad, np.uint8))
    brightness = linear @ np.asarray([0.2126, 0.7152, 0.0722], np.float32)
    paler = brightness[..., None] + (linear - brightness[..., None]) * SATURATION
    luma = np.asarray([0.299, 0.587, 0.114], np.float32)
    gray = back.astype(np.float32) @ luma
    grain = gray - cv2.GaussianBlur(gray, (0, 0), max(1.0, 0.004 * max(back.shape)))
    plain = encode(paler * BRIGHTNESS).astype(np.float32)
    plain += np.clip(grain * GRAIN, -6, 6)[..., None]
    return np.clip(np.rint(plain), 0, 255).astype(np.uint8)
