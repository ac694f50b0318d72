"""A triangular lattice over the silhouette: fine along the contour, coarser within."""

import numpy as np
import numpy.typing as npt

from .silhouette import Silhouette
from .triangulation import Triangulation, areas, edges_of

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

LEVELS = 2
REACH = 1.15


def lay_lattice(silhouette: Silhouette, spacing: float) -> Triangulation:
    """Cover the silhouette with triangles whose sides are ``spacing`` pixels at the contour and
    up to ``2 ** LEVELS`` times that in the middle of wide parts; no hanging vertices."""
    side = spacing * 2**LEVELS
    mesh = _regular(silhouette, side)
    coarse = np.zeros((0, 3), np.int64)
    points, fine = mesh.points, mesh.triangles
    for _ in range(LEVELS):
        distance = silhouette.at(points[fine].mean(axis=1))
        fine, distance = (one[distance > -0.75 * side] for one in (fine, distance))
        wanted = np.abs(distance) < REACH * side
        points, whole, fine = _refine(points, fine, coarse, wanted)
        coarse = np.concatenate([coarse, whole])
        side /= 2
    return _close(points, fine, coarse)


def _regular(silhouette: Silhouette, side: float) -> Triangulation:
    height, width = silhouette.distance.shape
    rise = side * np.sqrt(3) / 2
    rows = int(np.ceil(height / rise)) + 3
    columns = int(np.ceil(width / side)) + 4
    row, column = np.mgrid[0:rows, 0:columns]
    x = (column - 1.5 + 0.5 * (row % 2)) * side
    y = (row - 1.0) * rise
    index = row * columns + column
    here, right = index[:-1, :-1].ravel(), index[:-1, 1:].ravel()
    below, across = index[1:, :-1].ravel(), index[1:, 1:].ravel()
    odd = (row[:-1, :-1] % 2).ravel() == 1
    upper = np.where(odd[:, None], np.stack([here, across, right], 1), 0)
    lower = np.where(odd[:, None], np.stack([here, below, across], 1), 0)
    upper = np.where(odd[:, None], upper, np.stack([here, below, right], 1))
    lower = np.where(odd[:, None], lower, np.stack([right, below, across], 1))
    points = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float64)
    return Triangulation(points, np.concatenate([upper, lower]).astype(np.int64))


def _refine(
    points: F64, fine: I64, coarse: I64, wanted: npt.NDArray[np.bool_]
) -> tuple[F64, I64, I64]:
    """Quarter the wanted triangles; those beside coarser ones stay whole, so that sizes of
    neighbours differ by one step at most. Returns points, the whole and the quartered."""
    frozen = np.zeros(len(points), np.bool_)
    frozen[coarse] = True
    split = wanted & ~frozen[fine].any(axis=1)
    edges = edges_of(fine)
    while True:
        cut = np.zeros(len(edges.ends), np.bool_)
        cut[edges.of_triangle[split]] = True
        more = ~split & (cut[edges.of_triangle].sum(axis=1) >= 2) & ~frozen[fine].any(axis=1)
        if not more.any():
            break
        split |= more
    number = np.cumsum(cut) - 1 + len(points)
    middles = points[edges.ends[cut]].mean(axis=1)
    a, b, c = fine[split].T
    ab, bc, ca = number[edges.of_triangle[split]].T
    quarters = np.concatenate(
        [np.stack(one, 1) for one in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    )
    return np.concatenate([points, middles]), fine[~split], quarters


def _close(points: F64, fine: I64, coarse: I64) -> Triangulation:
    """Join the vertices that hang in the middle of a coarser triangle's side."""
    triangles = np.concatenate([fine, coarse])
    for _ in range(3):
        edges = edges_of(triangles)
        place = {(float(x), float(y)): i for i, (x, y) in enumerate(points)}
        loose = np.flatnonzero(edges.uses == 1)
        middles = points[edges.ends[loose]].mean(axis=1)
        hanging = {
            int(edge): place[key]
            for edge, key in zip(loose, map(tuple, middles.tolist()), strict=True)
            if key in place
        }
        if not hanging:
            break
        halves = np.full(len(edges.ends), -1, np.int64)
        halves[list(hanging)] = list(hanging.values())
        middle = halves[edges.of_triangle]
        chosen = np.argmax(middle >= 0, axis=1)
        touched = np.flatnonzero(middle.max(axis=1) >= 0)
        corner = chosen[touched]
        a = triangles[touched, corner]
        b = triangles[touched, (corner + 1) % 3]
        c = triangles[touched, (corner + 2) % 3]
        m = middle[touched, corner]
        kept = np.delete(triangles, touched, axis=0)
        triangles = np.concatenate([kept, np.stack([a, m, c], 1), np.stack([m, b, c], 1)])
    triangles = triangles[areas(points, triangles) > 0]
    return Triangulation(points, triangles)
