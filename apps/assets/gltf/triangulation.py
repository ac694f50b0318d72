"""From the ways triangles are listed to one: three indices each (glTF 2.0, section 3.7.2.1)."""

import numpy as np
import numpy.typing as npt

I32 = npt.NDArray[np.int32]

TRIANGLES, STRIP, FAN = 4, 5, 6
MODES = frozenset({TRIANGLES, STRIP, FAN})


def number_of_triangles(mode: int, corners: int) -> int:
    """How many triangles a list of so many corners makes."""
    return corners // 3 if mode == TRIANGLES else max(0, corners - 2)


def triangles(mode: int, corners: npt.NDArray[np.int64]) -> I32:
    """(F, 3) from the list of corners; corners that make no whole triangle are left out."""
    number = number_of_triangles(mode, len(corners))
    if mode == TRIANGLES:
        return corners[: number * 3].reshape(-1, 3).astype(np.int32)
    at = np.arange(number)
    if mode == FAN:
        listed = np.stack([at + 1, at + 2, np.zeros_like(at)], axis=1)
    else:
        # Every second triangle of a strip is wound the other way.
        odd = at % 2
        listed = np.stack([at, at + 1 + odd, at + 2 - odd], axis=1)
    return corners[listed].reshape(-1, 3).astype(np.int32)
