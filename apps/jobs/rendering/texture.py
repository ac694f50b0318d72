"""A texture that can be read at any distance without shimmering: a pyramid of halvings."""

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt

from apps.assets.imaging.decode import inspect_picture
from apps.assets.imaging.limits import Limits
from skyy.api.errors import Code, Problem

from .srgb import FULL, to_linear

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]

LIMITS = Limits(max_pixels=8192 * 8192, max_side=8192, min_side=1)
LARGEST = 2048
"""Texels along a side that are kept; no picture made here shows more."""

# cv2.remap takes pictures of fewer than 32768 columns: samples are read in rows of this many.
ROW = 4096
# How OpenCV is asked for a picture that is so many times smaller; larger ones are never held whole.
REDUCED = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
# Levels finer than the footprint asks for. A level is already an average, so that reading the one
# that fits would blur twice. At -0.5 a photograph's gradients come back at 93 to 100 % of those of
# its exact average at the same size (at 0: 79 to 94 %).
BIAS = -0.5


class Texture:
    """An sRGB picture, read in linear light, repeated beyond its borders as glTF's default says.

    Args:
        encoded: a JPEG, PNG or WebP file.
        largest: texels along a side to keep at most.

    Raises:
        Problem: ``model.unreadable``, the picture cannot be decoded.
    """

    def __init__(self, encoded: bytes, *, largest: int = LARGEST) -> None:
        try:
            info = inspect_picture(BytesIO(encoded), limits=LIMITS)
        except Problem as problem:
            raise _damaged(problem.message) from problem
        self.size = (info.width, info.height)
        # A strip keeps at least one texel across.
        possible = [one for one in REDUCED if one <= min(self.size)]
        reduction = next((one for one in possible if max(self.size) / one <= largest), possible[-1])
        # glTF 2.0 (section 3.8) ignores colour profiles and orientation tags, as OpenCV does here.
        data = np.frombuffer(encoded, np.uint8)
        pixels = cv2.imdecode(data, REDUCED[reduction] | cv2.IMREAD_IGNORE_ORIENTATION)
        if pixels is None:
            raise _damaged("It cannot be decoded.")
        # Linear light in sixteen bits.
        self._levels = [to_linear(np.asarray(pixels[..., ::-1], np.uint8))]
        while max(self._levels[-1].shape[:2]) > 1:
            self._levels.append(_halved(self._levels[-1]))

    def read(self, uv: F32, footprint: F32) -> F32:
        """Linear colours (N, 3).

        Args:
            uv: float32 (N, 2), (0, 0) at the upper left.
            footprint: float32 (N,), side of what a pixel sees of the texture, in texels of the
                whole picture (``size``).
        """
        last = len(self._levels) - 1
        kept = np.float32(self._levels[0].shape[1] / self.size[0])
        detail = np.log2(np.maximum(footprint * kept, np.float32(1e-6))) + np.float32(BIAS)
        detail = np.clip(detail, 0, last)
        lower = np.floor(detail).astype(np.int32)
        share = detail - lower
        found = np.empty((len(uv), 3), np.float32)
        for level in range(int(lower.min(initial=last)), int(lower.max(initial=0)) + 1):
            at = np.flatnonzero(lower == level)
            if not at.size:
                continue
            whole = at.size == len(uv)
            here, mix = (uv, share) if whole else (uv[at], share[at])
            colour = self._bilinear(level, here)
            if level < last:
                colour += (self._bilinear(level + 1, here) - colour) * mix[:, None]
            found[at] = colour
        return found

    def _bilinear(self, level: int, uv: F32) -> F32:
        picture = self._levels[level]
        height, width = picture.shape[:2]
        count = len(uv)
        rows = -(-count // ROW)
        across, down = np.zeros(rows * ROW, np.float32), np.zeros(rows * ROW, np.float32)
        across[:count] = (uv[:, 0] - np.floor(uv[:, 0])) * np.float32(width) - np.float32(0.5)
        down[:count] = (uv[:, 1] - np.floor(uv[:, 1])) * np.float32(height) - np.float32(0.5)
        read = cv2.remap(
            picture,
            across.reshape(rows, ROW),
            down.reshape(rows, ROW),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_WRAP,
        )
        return np.asarray(read.reshape(-1, 3)[:count] * np.float32(1 / FULL), np.float32)


def _damaged(why: str) -> Problem:
    return Problem(Code.MODEL_UNREADABLE, f"A texture of the model is damaged: {why}")


def _halved(picture: U16) -> U16:
    height, width = picture.shape[:2]
    half = (max(1, width // 2), max(1, height // 2))
    return np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint16)
