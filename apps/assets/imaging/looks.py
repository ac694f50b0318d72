"""How a picture looks, in 64 bits."""

import imagehash
import numpy as np
from PIL import Image

from .picture import UInt8Array


def print_of(pixels: UInt8Array, alpha: UInt8Array | None) -> str:
    """Return the perceptual hash of a small picture as 16 hexadecimal digits.

    A DCT of 32 × 32 pixels of grey, whose lowest 8 × 8 are above or below their median.
    """
    return str(imagehash.phash(Image.fromarray(on_white(pixels, alpha))))


def on_white(pixels: UInt8Array, alpha: UInt8Array | None) -> UInt8Array:
    """Return the picture as it stands on a white page."""
    if alpha is None:
        return pixels
    share = alpha.astype(np.float32)[..., None] / 255
    return np.asarray(pixels * share + 255 * (1 - share) + 0.5).astype(np.uint8)
