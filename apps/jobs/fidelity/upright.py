"""The photograph turned so that the product stands, as its model does."""

import numpy as np
import numpy.typing as npt

from skyy.api.errors import Code, Problem

from .pair import WORKING_SIDE
from .subject import Picture, box_of, compose, invert, warp


def stand_upright(photograph: Picture, to_photograph: npt.NDArray[np.float64]) -> Picture:
    """Return the photograph upright, the product at working size and nothing of it lost.

    Args:
        photograph: and its mask, checked or not.
        to_photograph: 2 × 3 affine matrix from upright pixels to the photograph's.

    Raises:
        Problem: as ``Picture.checked``, and ``request.invalid`` for a matrix that has no inverse.
    """
    photograph = photograph.checked("photograph")
    matrix = np.asarray(to_photograph, np.float64)
    if matrix.shape != (2, 3) or not np.isfinite(matrix).all():
        raise Problem(Code.REQUEST_INVALID, "The photograph's turn must be a 2 × 3 matrix.")
    if abs(float(np.linalg.det(matrix[:, :2]))) < 1e-9:
        raise Problem(Code.REQUEST_INVALID, "The photograph's turn cannot be undone.")
    turned = invert(matrix)
    left, top, right, bottom = box_of(photograph.alpha)
    corners = np.array([[left, top], [right, top], [left, bottom], [right, bottom]], np.float64)
    placed = corners @ turned[:, :2].T + turned[:, 2]
    low, high = placed.min(axis=0), placed.max(axis=0)
    # Never larger than the photograph is: turning must not invent pixels.
    own = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    scale = min(own, 1.25 * WORKING_SIDE / float((high - low).max()))
    margin = 4.0
    onto = np.array([[scale, 0, margin - scale * low[0]], [0, scale, margin - scale * low[1]]])
    size = np.ceil((high - low) * scale + 2 * margin).astype(int)
    return warp(photograph, compose(onto, turned), (int(size[0]), int(size[1])))
