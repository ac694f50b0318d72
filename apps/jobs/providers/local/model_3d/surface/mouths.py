"""The shape of the openings: round where tubes end, lower in front at the neck."""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import splu

from ..outline.result import OpeningKind
from .openings import Mouth
from .thickness import laplacian

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

REACH = 0.22


def round_mouths(points: F64, depth: F64, triangles: I64, mouths: list[Mouth]) -> F64:
    """Return the depth, (V,), changed so that every opening is an ellipse, or nearly a rounded
    oblong where it is much wider than deep; the change fades out within the tube."""
    if not mouths:
        return depth
    change = np.zeros(len(points))
    fixed = np.zeros(len(points), np.bool_)
    widths = []
    for mouth in mouths:
        inner = mouth.chain[1:-1]
        start, stop = points[mouth.chain[0]], points[mouth.chain[-1]]
        width = max(float(np.linalg.norm(stop - start)), 1e-9)
        along = (points[inner] - start) @ (stop - start) / width**2
        deepest = float(np.median(np.sort(depth[inner])[-max(1, len(inner) // 3) :]))
        power = float(np.clip(1 + width / (2 * max(deepest, 1e-9)), 2, 4))
        off_centre = np.clip(np.abs(2 * along - 1), 0, 0.995)
        wanted = deepest * (1 - off_centre**power) ** (1 / power)
        ratio = np.log(np.maximum(wanted, 1e-9) / np.maximum(depth[inner], 1e-9))
        change[inner] = np.clip(ratio, -0.7, 0.7)
        fixed[inner] = True
        widths.append(width)
    stiffness, mass = laplacian(points, triangles)
    system = (stiffness + sparse.diags(mass / (REACH * float(np.mean(widths))) ** 2)).tocsr()
    free = np.flatnonzero(~fixed)
    known = np.flatnonzero(fixed)
    load = -(system[free][:, known] @ change[known])
    change[free] = splu(system[free][:, free].tocsc()).solve(load)
    return np.asarray(depth * np.exp(change), np.float64)


def front_dips(points: F64, mouths: list[Mouth]) -> F64:
    """Return how far each point of the front sheet is to lie lower, (V,), so that the front of a
    neck is lower than its back: a photograph from the front shows the back's edge."""
    dips = np.zeros(len(points))
    for mouth in mouths:
        if mouth.kind is not OpeningKind.NECK:
            continue
        line = points[mouth.chain]
        line = line[np.argsort(line[:, 0], kind="stable")]
        left, right = line[0, 0], line[-1, 0]
        width = max(right - left, 1e-9)
        ends = np.interp(line[:, 0], [left, right], [line[0, 1], line[-1, 1]])
        sag = float(np.max(line[:, 1] - ends))
        dip = float(np.clip(0.25 * width - 0.6 * sag, 0.04 * width, 0.18 * width))
        share = np.clip((points[:, 0] - left) / width, 0, 1)
        across = 1 - (2 * share - 1) ** 2
        below = np.maximum(points[:, 1] - np.interp(points[:, 0], line[:, 0], line[:, 1]), 0)
        dips += dip * across * np.maximum(0, 1 - below / (4 * dip)) ** 2
    return dips
