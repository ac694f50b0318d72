"""From where was the photograph taken? A coarse-to-fine search on azimuth and elevation.

Every view is brought to one place and size by its first and second moments, so that position,
scale and a plain stretch do not decide; then the silhouettes are laid over each other. A view
whose build differs pays a little, and one whose colours lie elsewhere pays too: silhouettes alone
cannot tell a front from a back, nor a wide product turned away from a narrow one.
"""

from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from apps.jobs.rendering.camera import Camera
from apps.jobs.rendering.frame import render
from apps.jobs.rendering.scene import Scene

from .ciede2000 import lab
from .subject import F32, Picture

RENDER_SIDE = 96
SIDE = 64
# The product's standard deviation along either axis fills this share of the common frame.
SPREAD = 0.19
COARSE_AZIMUTHS = tuple(range(0, 360, 30))
COARSE_ELEVATIONS = (0, 30, -20, 60)
HOPEFUL = 6
HIGHEST = 85.0
# Degrees, and how many hills are climbed with such steps.
FINE_STEPS = ((15.0, 6), (7.0, 3), (3.0, 1), (1.5, 1))
# A product that is a tenth too slim looks like one that is turned a little: small differences of
# build cost next to nothing (the square of the log), and of views that fit alike the one nearer to
# the front is believed: a degree costs this, up to a limit.
STRETCH_COST = 0.3
STRAY_COST = 0.0004
STRAY_LIMIT = 40.0
COLOUR_COST = 0.5
# CIELAB units apart at which colours could not differ more, for this purpose.
FARTHEST = 60.0


@dataclass(frozen=True)
class Found:
    """The best-matching view.

    Attributes:
        azimuth: degrees, above −180 and at most 180.
        elevation: degrees.
        cost: 0 is a perfect match.
        views: how many were looked at.
    """

    azimuth: float
    elevation: float
    cost: float
    views: int


@dataclass(frozen=True)
class _Normal:
    """A picture in the common frame: soft mask, CIELAB, and the log of its width over height."""

    alpha: F32
    colours: F32
    build: float


def find_camera(reference: Picture, scene: Scene) -> Found:
    """Search from all around; ``reference`` stands upright."""
    goal = _normal(reference)
    if goal is None:
        return Found(0.0, 0.0, 1.0, 0)
    costs: dict[tuple[float, float], float] = {}

    def cost(azimuth: float, elevation: float) -> float:
        place = (_wrapped(azimuth), elevation)
        if place not in costs:
            costs[place] = _cost(goal, scene, *place)
        return costs[place]

    for azimuth, elevation in product(COARSE_AZIMUTHS, COARSE_ELEVATIONS[:1]):
        cost(azimuth, elevation)
    # Lifted views only around the azimuths that are not hopeless.
    hopeful = sorted(costs, key=lambda place: _order(place, costs[place]))[:HOPEFUL]
    for (azimuth, _), elevation in product(hopeful, COARSE_ELEVATIONS[1:]):
        cost(azimuth, elevation)

    def refined(best: tuple[float, float], step: float) -> tuple[float, float]:
        for _ in range(2):
            around = [best]
            for turn, lift in ((step, 0), (-step, 0), (0, step), (0, -step)):
                if abs(best[1] + lift) <= HIGHEST:
                    around.append((_wrapped(best[0] + turn), best[1] + lift))
            nearest = min(around, key=lambda place: _order(place, cost(*place)))
            if nearest == best:
                break
            best = nearest
        return best

    # The best of a coarse grid need not lie on the best hill: several are climbed at first.
    places = list(costs)
    for step, climbed in FINE_STEPS:
        hills = sorted(set(places), key=lambda place: _order(place, costs[place]))[:climbed]
        places = [refined(hill, step) for hill in hills]
    best = places[0]
    return Found(best[0], best[1], costs[best], len(costs))


def _order(place: tuple[float, float], cost: float) -> tuple[float, float, float, float]:
    """The cheapest view first; of equals the one nearest to the front."""
    return cost, abs(place[0]) + abs(place[1]), *place


def _wrapped(azimuth: float) -> float:
    turned = azimuth % 360.0
    return turned - 360.0 if turned > 180 else turned


def _cost(goal: _Normal, scene: Scene, azimuth: float, elevation: float) -> float:
    frame = render(scene, Camera(azimuth, elevation), (RENDER_SIDE, RENDER_SIDE), lit=False)
    seen = _normal(Picture(frame.pixels, np.rint(frame.alpha * 255).astype(np.uint8)))
    if seen is None:
        return 1.0 + STRETCH_COST + COLOUR_COST
    shared = np.minimum(goal.alpha, seen.alpha)
    overlap = float(shared.sum()) / max(float(np.maximum(goal.alpha, seen.alpha).sum()), 1e-6)
    apart = np.minimum(np.linalg.norm(goal.colours - seen.colours, axis=2) / FARTHEST, 1)
    colour = float((apart * shared).sum()) / max(float(shared.sum()), 1e-6)
    stray = min(abs(azimuth) + abs(elevation), STRAY_LIMIT)
    return (
        1
        - overlap
        + STRETCH_COST * min((goal.build - seen.build) ** 2, 1.0)
        + COLOUR_COST * colour
        + STRAY_COST * stray
    )


def _normal(picture: Picture) -> _Normal | None:
    moments = cv2.moments(picture.alpha.astype(np.float32))
    mass = moments["m00"]
    if mass <= 0:
        return None
    wide = float(np.sqrt(max(moments["mu20"] / mass, 0.25)))
    tall = float(np.sqrt(max(moments["mu02"] / mass, 0.25)))
    x, y = SPREAD * SIDE / wide, SPREAD * SIDE / tall
    centre = moments["m10"] / mass, moments["m01"] / mass
    matrix = np.array(
        [[x, 0, SIDE / 2 - x * centre[0]], [0, y, SIDE / 2 - y * centre[1]]], np.float64
    )
    laid = _laid(picture, matrix)
    return _Normal(laid[0], laid[1], float(np.log(wide / tall)))


def _laid(picture: Picture, matrix: npt.NDArray[np.float64]) -> tuple[F32, F32]:
    """Shrunk by averaging colours of the product alone."""
    shrink = min(1.0, float(np.sqrt(matrix[0, 0] * matrix[1, 1])))
    alpha = picture.alpha.astype(np.float32) / 255
    weighted = picture.pixels.astype(np.float32) * alpha[..., None]
    height, width = alpha.shape
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    stack = cv2.resize(np.dstack([weighted, alpha]), size, interpolation=cv2.INTER_AREA)
    x, y = width / size[0], height / size[1]
    fitted = matrix @ np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]])
    placed = cv2.warpAffine(stack, fitted, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    placed = cv2.GaussianBlur(placed, (0, 0), 1.2)
    soft = placed[..., 3]
    colours = placed[..., :3] / np.maximum(soft, 1e-3)[..., None]
    pixels = np.rint(np.clip(colours, 0, 255)).astype(np.uint8)
    return np.asarray(np.clip(soft, 0, 1), np.float32), lab(pixels)
