"""A texture that can be read at any distance without shimmering: a pyramid of halvings."""

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt

from apps.assets.imaging.decode import open_picture
from apps.assets.imaging.limits import Limits
from skyy.api.errors import Code, Problem

from .srgb import to_linear

F32 = npt.NDArray[np.float32]

LIMITS = Limits(max_pixels=8192 * 8192, max_side=8192, min_side=1)
# cv2.remap takes pictures of fewer than 32768 columns: samples are read in rows of this many.
ROW = 4096
# Levels finer than the footprint asks for. A level is already an average, so that reading the one
# that fits would blur twice: at -0.5 a plane comes back as sharp as its averaged texture.
BIAS = -0.5


class Texture:
    """An sRGB picture, read in linear light, repeated beyond its borders as glTF's default says.

    Raises:
        Problem: ``model.unreadable``, the picture cannot be decoded.
    """

    def __init__(self, encoded: bytes) -> None:
        try:
            picture = open_picture(BytesIO(encoded), limits=LIMITS)
        except Problem as problem:
            raise Problem(
                Code.MODEL_UNREADABLE, f"A texture of the model is damaged: {problem.message}"
            ) from problem
        self._levels = [to_linear(picture.pixels)]
        while max(self._levels[-1].shape[:2]) > 1:
            height, width = self._levels[-1].shape[:2]
            half = (max(1, width // 2), max(1, height // 2))
            smaller = cv2.resize(self._levels[-1], half, interpolation=cv2.INTER_AREA)
            self._levels.append(np.asarray(smaller, np.float32))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in texels."""
        height, width = self._levels[0].shape[:2]
        return width, height

    def read(self, uv: F32, footprint: F32) -> F32:
        """Linear colours (N, 3).

        Args:
            uv: float32 (N, 2), (0, 0) at the upper left.
            footprint: float32 (N,), side of what a pixel sees of the texture, in texels.
        """
        last = len(self._levels) - 1
        detail = np.log2(np.maximum(footprint, np.float32(1e-6))) + np.float32(BIAS)
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
        return np.asarray(read, np.float32).reshape(-1, 3)[:count]
