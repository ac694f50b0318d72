"""The result laid over the reference: by position, scale and, where asked, rotation and stretch.

Centroids and the radius of gyration give the first guess; Nelder and Mead's simplex then looks
for the largest soft intersection over union.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from .subject import F32, UInt8Array

SEARCH_SIDE = 144
# A stretch is taken out of the shape (and judged as proportions) up to this factor.
STRETCH_LIMIT = 1.35
ROTATION_LIMIT = 25.0
STEPS = 160


@dataclass(frozen=True)
class Placement:
    """How the result lies on the reference.

    Attributes:
        scale: size of the reference in units of the result's.
        rotation: degrees, counter-clockwise as seen.
        stretch: the result's horizontal scale over its vertical one, after rotation; 1 = none.
        shift: of the centroids, in pixels of the reference.
        matrix: 2 × 3, from the result's pixels to the reference's.
        overlap: soft intersection over union there.
    """

    scale: float
    rotation: float
    stretch: float
    shift: tuple[float, float]
    matrix: npt.NDArray[np.float64]
    overlap: float


def align(reference: UInt8Array, result: UInt8Array, *, rotate: bool, stretch: bool) -> Placement:
    """Fit the result's mask onto the reference's; both uint8 (H, W), neither empty."""
    goal = _reduced(reference)
    moved = _reduced(result)
    search = _Search(goal.plane, moved.plane)
    free = [True, True, True, rotate, stretch]
    best = search.run(free)
    own = search.matrix(best)
    full = goal.up @ np.vstack([own, [0, 0, 1]]) @ moved.down
    log_scale, turn, log_stretch = best[2], best[3], best[4]
    return Placement(
        scale=float(np.exp(log_scale) * search.scale * moved.down[0, 0] * goal.up[0, 0]),
        rotation=float(np.degrees(turn)),
        stretch=float(np.exp(log_stretch)),
        shift=(float(best[0] * goal.up[0, 0]), float(best[1] * goal.up[0, 0])),
        matrix=np.asarray(full[:2], np.float64),
        overlap=1 - search.cost(best),
    )


@dataclass(frozen=True)
class _Reduced:
    """A mask at search size; ``down`` and ``up`` are 3 × 3 to and from its pixels."""

    plane: F32
    down: npt.NDArray[np.float64]
    up: npt.NDArray[np.float64]


def _reduced(alpha: UInt8Array) -> _Reduced:
    """The product's box at search size with room around it."""
    x, y, width, height = cv2.boundingRect((alpha >= 8).astype(np.uint8))
    scale = SEARCH_SIDE / max(width, height)
    margin = SEARCH_SIDE // 4
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(
        alpha[y : y + height, x : x + width],
        (max(1, size[0]), max(1, size[1])),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
    )
    plane = cv2.copyMakeBorder(
        small, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(0,)
    )
    half = (scale - 1) / 2
    down = np.array(
        [[scale, 0, half - x * scale + margin], [0, scale, half - y * scale + margin], [0, 0, 1]],
        np.float64,
    )
    return _Reduced(
        plane.astype(np.float32) / np.float32(255),
        down,
        np.asarray(np.linalg.inv(down), np.float64),
    )


class _Search:
    """Parameters: shift x, shift y (pixels), log scale, rotation (radians), log stretch."""

    def __init__(self, goal: F32, moved: F32) -> None:
        self.goal = goal
        self.moved = moved
        self.size = (goal.shape[1], goal.shape[0])
        self.area = float(goal.sum())
        self.goal_centre, goal_radius = _gyration(goal)
        self.moved_centre, moved_radius = _gyration(moved)
        self.scale = goal_radius / moved_radius

    def run(self, free: list[bool]) -> npt.NDArray[np.float64]:
        chosen = np.flatnonzero(free)
        steps = np.array([4.0, 4.0, 0.06, 0.08, 0.08])[chosen]

        def whole(point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            full = np.zeros(5)
            full[chosen] = point
            return full

        best = np.zeros(len(chosen))
        # A second, smaller simplex around the first answer: the first may have collapsed.
        for shrink in (1.0, 0.3):
            simplex = np.vstack([best, best + shrink * np.diag(steps)])
            options: Any = {
                "initial_simplex": simplex,
                "maxfev": STEPS,
                "xatol": 1e-3,
                "fatol": 1e-5,
            }

            def cost(point: npt.NDArray[np.float64]) -> float:
                return self.cost(whole(point))

            found = minimize(cost, best, method="Nelder-Mead", options=options)
            best = np.asarray(found.x, np.float64)
        return whole(best)

    def matrix(self, point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        shift_x, shift_y, log_scale, turn, log_stretch = point
        scale = self.scale * np.exp(log_scale)
        wide, tall = scale * np.exp(-log_stretch / 2), scale * np.exp(log_stretch / 2)
        cosine, sine = np.cos(turn), np.sin(turn)
        linear = np.array([[wide * cosine, wide * sine], [-tall * sine, tall * cosine]])
        offset = self.goal_centre + np.array([shift_x, shift_y]) - linear @ self.moved_centre
        return np.column_stack([linear, offset])

    def cost(self, point: npt.NDArray[np.float64]) -> float:
        beyond = max(0.0, abs(point[4]) - np.log(STRETCH_LIMIT))
        beyond += max(0.0, abs(point[3]) - np.radians(ROTATION_LIMIT))
        laid = cv2.warpAffine(self.moved, self.matrix(point), self.size, flags=cv2.INTER_LINEAR)
        shared = float(np.minimum(laid, self.goal).sum(dtype=np.float64))
        # What the grid cuts off counts as outside.
        determinant = abs(float(np.linalg.det(self.matrix(point)[:, :2])))
        whole = float(self.moved.sum(dtype=np.float64)) * determinant
        overlap = shared / max(self.area + whole - shared, 1e-6)
        return float(1 - overlap + 10 * beyond)


def _gyration(plane: F32) -> tuple[npt.NDArray[np.float64], float]:
    """Return centroid (x, y) and radius of gyration, in pixels."""
    moments = cv2.moments(plane)
    mass = moments["m00"]
    centre = np.array([moments["m10"] / mass, moments["m01"] / mass])
    return centre, float(np.sqrt((moments["mu20"] + moments["mu02"]) / mass))
