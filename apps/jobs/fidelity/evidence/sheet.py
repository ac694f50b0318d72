"""The ground evidence is drawn on: neutral grey, small legends, never wrong-coloured."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from apps.jobs.fidelity.subject import Picture, UInt8Array

Colour = tuple[int, int, int]

GROUND: Colour = (228, 228, 228)
INK: Colour = (58, 58, 58)
PHOTOGRAPH: Colour = (0, 122, 135)
RESULT: Colour = (214, 92, 18)
LARGEST = 900
PAD = 14
LINE = 22
TEXT = 13


def fitted(plane: UInt8Array, width: int, height: int) -> UInt8Array:
    """Return uint8 (H, W, 3) as large as fits into ``width`` and ``height``."""
    scale = min(width / plane.shape[1], height / plane.shape[0])
    size = (max(1, round(plane.shape[1] * scale)), max(1, round(plane.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(plane, size, interpolation=method), np.uint8)


def grounded(picture: Picture, pixels: UInt8Array | None = None) -> UInt8Array:
    """Return the product (or ``pixels`` in its place) on the ground, uint8 (H, W, 3)."""
    shown = (picture.pixels if pixels is None else pixels).astype(np.float32)
    share = picture.alpha[..., None].astype(np.float32) / 255
    return np.rint(shown * share + np.array(GROUND, np.float32) * (1 - share)).astype(np.uint8)


def beside(panels: Sequence[UInt8Array], captions: Sequence[str]) -> UInt8Array:
    """Return panels of one size in a row, each under its caption, within the largest size."""
    room = (LARGEST - PAD * (len(panels) + 1)) // len(panels)
    small = [fitted(panel, room, LARGEST - LINE - 2 * PAD) for panel in panels]
    height, width = small[0].shape[:2]
    sheet = blank(PAD + len(small) * (width + PAD), LINE + height + 2 * PAD)
    places = [PAD + at * (width + PAD) for at in range(len(small))]
    for left, panel in zip(places, small, strict=True):
        sheet[PAD + LINE : PAD + LINE + height, left : left + width] = panel
    return written(
        sheet,
        [(left, PAD - 2, caption, INK) for left, caption in zip(places, captions, strict=True)],
    )


def blank(width: int, height: int) -> UInt8Array:
    """Return an empty ground."""
    return np.full((height, width, 3), GROUND, np.uint8)


def written(sheet: UInt8Array, words: Sequence[tuple[int, int, str, Colour]]) -> UInt8Array:
    """Return the sheet with words, each (left, top, text, colour)."""
    image = Image.fromarray(sheet)
    pen = ImageDraw.Draw(image)
    for left, top, text, colour in words:
        pen.text((left, top), text, fill=colour, font=_font())
    return np.asarray(image, np.uint8)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(TEXT)
