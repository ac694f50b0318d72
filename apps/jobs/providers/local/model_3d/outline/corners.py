"""Where a stretch of the rim ends: corners found by walking along it, or chosen as a pair."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .contour import Contour, Index

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pair:
    """Two corners of the rim, the second clockwise after the first, and how well they fit."""

    first: int
    second: int
    score: float


def crossing(rim: Contour, column: float, *, top: bool) -> int:
    """The highest or lowest point of the rim on a column."""
    near = np.abs(rim.x - column) <= max(1.5 * rim.step, 1.0)
    if not near.any():
        near = np.abs(rim.x - column) <= np.abs(rim.x - column).min() + rim.step
    height = np.where(near, rim.y, np.inf if top else -np.inf)
    return int(np.argmin(height) if top else np.argmax(height))


def walk(rim: Contour, start: int, *, clockwise: bool, window: float, steepest: float) -> int:
    """Walk from the middle of a level edge to where it turns away for good.

    The rim counts as turned away where its direction over `window` pixels, ahead of the walker,
    differs from the level by more than `steepest` degrees and stays so for twice that way.

    Returns:
        The index of the corner: where the turn is sharpest about there.
    """
    reach = rim.samples(window)
    side = 1 if clockwise else -1
    level = 1.0 if rim.points[(start + side * reach) % len(rim), 0] > rim.x[start] else -1.0
    indices = (start + side * np.arange(len(rim) // 2)) % len(rim)
    ahead = rim.points[(indices + side * reach) % len(rim)] - rim.points[indices]
    beyond = rim.points[(indices + side * 2 * reach) % len(rim)] - rim.points[indices]
    limit = np.cos(np.radians(steepest))
    turned = level * ahead[:, 0] < limit * np.hypot(*ahead.T)
    turned &= level * beyond[:, 0] < limit * np.hypot(*beyond.T)
    if not turned.any():
        return int(indices[-1])
    first = int(np.argmax(turned))
    around = np.arange(max(0, first - reach // 2), min(len(indices), first + reach))
    sharpness = rim.turning(window / 2)[indices[around]]
    return int(indices[around[int(np.argmax(sharpness))]])


def best_pair(firsts: Index, seconds: Index, score: Callable[[Index, Index], F64]) -> Pair | None:
    """The pair with the highest score; `score` gets two equally shaped grids of indices.

    Pairs it scores −inf are impossible; None when all are.
    """
    if len(firsts) == 0 or len(seconds) == 0:
        return None
    first, second = np.meshgrid(firsts, seconds, indexing="ij")
    scores = score(np.asarray(first, np.intp), np.asarray(second, np.intp))
    best = int(np.argmax(scores))
    if not np.isfinite(scores.flat[best]):
        return None
    return Pair(int(first.flat[best]), int(second.flat[best]), float(scores.flat[best]))
