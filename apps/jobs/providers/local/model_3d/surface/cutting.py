"""The lattice cut along the contour: what is left follows the silhouette and bridges nothing.

After "isosurface stuffing" (Labelle and Shewchuk, 2007), in the plane: lattice vertices near the
contour are moved onto it, and the edges that still cross it are cut.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .silhouette import Silhouette
from .triangulation import Edges, Triangulation, areas, boundary_edges, compacted, edges_of

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

SNAP = 0.33


def cut_lattice(mesh: Triangulation, silhouette: Silhouette, spacing: float) -> Triangulation:
    """Return the part of the lattice that lies within the silhouette: a proper surface with
    boundary (no pinched vertex), of whose inner edges none joins two boundary vertices."""
    points, value = _snapped(mesh.points, silhouette, spacing)
    points, triangles = _cut(points, mesh.triangles, value, silhouette)
    triangles = triangles[areas(points, triangles) > 1e-3 * spacing**2]
    cut = compacted(Triangulation(points, triangles))
    return split_chords(split_pinches(cut))


def _snapped(points: F64, silhouette: Silhouette, spacing: float) -> tuple[F64, F64]:
    value = silhouette.at(points)
    near = np.flatnonzero(np.abs(value) < SNAP * spacing)
    moved = points.copy()
    for _ in range(2):
        here = moved[near]
        slope = silhouette.slope(here)
        steep = np.maximum((slope**2).sum(axis=1), 0.25)
        step = -silhouette.at(here)[:, None] * slope / steep[:, None]
        length = np.linalg.norm(step, axis=1, keepdims=True)
        moved[near] = here + step * np.minimum(1.0, SNAP * spacing / np.maximum(length, 1e-9))
    value[near] = 0.0
    return moved, value


def _cut(points: F64, triangles: I64, value: F64, silhouette: Silhouette) -> tuple[F64, I64]:
    sign = np.sign(value).astype(np.int64)
    corners = sign[triangles]
    flat = (corners == 0).all(axis=1)
    inside_flat = np.zeros(len(triangles), np.bool_)
    inside_flat[flat] = silhouette.at(points[triangles[flat]].mean(axis=1)) > 0
    whole = ((corners >= 0).all(axis=1) & ~flat) | inside_flat
    crossing = (corners > 0).any(axis=1) & (corners < 0).any(axis=1)

    mixed = triangles[crossing]
    edges, number = _numbered(mixed, sign, len(points))
    ends = edges.ends[number >= 0]
    added = _crossings(points, ends, value, silhouette)
    pieces = [triangles[whole], *_above(mixed, sign, edges, number)]
    return np.concatenate([points, added]), np.concatenate(pieces)


def _numbered(mixed: I64, sign: I64, count: int) -> tuple[Edges, I64]:
    """Number the new vertices on the edges whose ends differ in sign, from ``count`` on."""
    edges = edges_of(mixed)
    crossed = sign[edges.ends[:, 0]] * sign[edges.ends[:, 1]] < 0
    number = np.full(len(edges.ends), -1, np.int64)
    number[crossed] = np.arange(int(crossed.sum())) + count
    return edges, number


def _above(mixed: I64, sign: I64, edges: Edges, number: I64) -> list[I64]:
    """Return the part of each crossed triangle where the sign is positive."""
    pieces = []
    signs = sign[mixed]
    for turn in range(3):
        # Turned so that the corner that stands alone comes first.
        a, b, c = (mixed[:, (turn + i) % 3] for i in range(3))
        ab, bc, ca = (number[edges.of_triangle[:, (turn + i) % 3]] for i in range(3))
        sa, sb, sc = (signs[:, (turn + i) % 3] for i in range(3))
        one = (sa > 0) & (sb < 0) & (sc < 0)
        pieces.append(np.stack([a, ab, ca], 1)[one])
        two = (sa < 0) & (sb > 0) & (sc > 0)
        pieces.append(np.stack([ab, b, c], 1)[two])
        pieces.append(np.stack([ab, c, ca], 1)[two])
        left = (sa == 0) & (sb > 0) & (sc < 0)
        pieces.append(np.stack([a, b, bc], 1)[left])
        right = (sa == 0) & (sb < 0) & (sc > 0)
        pieces.append(np.stack([a, bc, c], 1)[right])
    return pieces


def divide(mesh: Triangulation, above: Callable[[F64], F64]) -> Triangulation | None:
    """Return the same triangulation with edges along the straight line where ``above``, the
    signed distance to it, is 0; None when it does not pass through."""
    points, triangles = mesh.points.copy(), mesh.triangles
    value = above(points)
    edges = edges_of(triangles)
    lengths = np.linalg.norm(points[edges.ends[:, 0]] - points[edges.ends[:, 1]], axis=1)
    shortest = np.full(len(points), np.inf)
    for column in range(2):
        np.minimum.at(shortest, edges.ends[:, column], lengths)
    near = np.flatnonzero(np.abs(value) < SNAP * shortest)
    step = np.array([[1.0, 0.0], [0.0, 1.0]])
    normal = above(step) - above(np.zeros((1, 2)))
    points[near] -= value[near, None] * normal
    value[near] = 0.0
    sign = np.sign(value).astype(np.int64)
    corners = sign[triangles]
    crossing = (corners > 0).any(axis=1) & (corners < 0).any(axis=1)
    mixed = triangles[crossing]
    if not len(mixed) and not (sign == 0).any():
        return None
    edges, number = _numbered(mixed, sign, len(points))
    ends = edges.ends[number >= 0]
    share = value[ends[:, 0]] / (value[ends[:, 0]] - value[ends[:, 1]])
    added = points[ends[:, 0]] + share[:, None] * (points[ends[:, 1]] - points[ends[:, 0]])
    halves = _above(mixed, sign, edges, number) + _above(mixed, -sign, edges, number)
    divided = np.concatenate([triangles[~crossing], *halves])
    return split_chords(Triangulation(np.concatenate([points, added]), divided))


def _crossings(points: F64, ends: I64, value: F64, silhouette: Silhouette) -> F64:
    low, high = points[ends[:, 0]], points[ends[:, 1]]
    one, two = value[ends[:, 0]], value[ends[:, 1]]
    share = one / (one - two)
    for _ in range(3):
        between = silhouette.at(low + share[:, None] * (high - low))
        same = np.sign(between) == np.sign(one)
        # Regula falsi between the found place and the end of the other sign.
        start, stop = np.where(same, share, 0.0), np.where(same, 1.0, share)
        at_start, at_stop = np.where(same, between, one), np.where(same, two, between)
        span = at_start - at_stop
        span = np.where(np.abs(span) < 1e-9, 1.0, span)
        share = np.clip(start + (stop - start) * at_start / span, 0.1, 0.9)
    return np.asarray(low + share[:, None] * (high - low), np.float64)


def split_pinches(mesh: Triangulation) -> Triangulation:
    """Give each fan of triangles that meets others in a single vertex a vertex of its own, a
    little apart."""
    starts = boundary_edges(mesh.triangles)[:, 0]
    vertices, counts = np.unique(starts, return_counts=True)
    pinched = vertices[counts > 1]
    if not pinched.size:
        return mesh
    points, triangles = list(mesh.points), mesh.triangles.copy()
    for vertex in pinched.tolist():
        for fan in _fans(triangles, vertex):
            around = np.mean([points[other] for other in np.unique(triangles[fan])], axis=0)
            apart = 0.8 * points[vertex] + 0.2 * around
            triangles[fan] = np.where(triangles[fan] == vertex, len(points), triangles[fan])
            points.append(apart)
    return compacted(Triangulation(np.array(points), triangles))


def _fans(triangles: I64, vertex: int) -> list[I64]:
    """Return the triangles around a vertex, grouped by the edges they share there."""
    around = np.flatnonzero((triangles == vertex).any(axis=1))
    remaining = {int(i): set(triangles[i].tolist()) - {vertex} for i in around}
    fans = []
    while remaining:
        first = min(remaining)
        fan, reach = [first], remaining.pop(first)
        growing = True
        while growing:
            growing = False
            for other in sorted(remaining):
                if remaining[other] & reach:
                    reach |= remaining.pop(other)
                    fan.append(other)
                    growing = True
        fans.append(np.array(sorted(fan), np.int64))
    return fans


def split_chords(mesh: Triangulation) -> Triangulation:
    """Halve every inner edge between two boundary vertices: front and back, which meet along the
    boundary, would share it."""
    points, triangles = mesh.points, mesh.triangles
    edges = edges_of(triangles)
    rim = np.zeros(len(points), np.bool_)
    rim[edges.ends[edges.uses == 1]] = True
    chord = (edges.uses == 2) & rim[edges.ends].all(axis=1)
    number = np.full(len(edges.ends), -1, np.int64)
    number[chord] = np.arange(int(chord.sum())) + len(points)
    points = np.concatenate([points, points[edges.ends[chord]].mean(axis=1)])
    middle = number[edges.of_triangle]
    cuts = (middle >= 0).sum(axis=1)
    pieces = [triangles[cuts == 0]]
    # A triangle without a neighbour is kept off the flat by a vertex of its own.
    alone = edges.uses[edges.of_triangle].sum(axis=1) == 3
    pieces[0] = triangles[(cuts == 0) & ~alone]
    own = triangles[alone]
    points = np.concatenate([points, points[own].mean(axis=1)])
    centre = np.arange(len(own)) + len(points) - len(own)
    for turn in range(3):
        a, b, c = (triangles[:, (turn + i) % 3] for i in range(3))
        ab, bc, ca = (middle[:, (turn + i) % 3] for i in range(3))
        single = (cuts == 1) & (ab >= 0)
        pieces.append(np.stack([a, ab, c], 1)[single])
        pieces.append(np.stack([ab, b, c], 1)[single])
        double = (cuts == 2) & (ca < 0)
        pieces.append(np.stack([ab, b, bc], 1)[double])
        pieces.append(np.stack([a, ab, bc], 1)[double])
        pieces.append(np.stack([a, bc, c], 1)[double])
        triple = (cuts == 3) & (turn == 0)
        pieces.append(np.stack([a, ab, ca], 1)[triple])
        pieces.append(np.stack([ab, b, bc], 1)[triple])
        pieces.append(np.stack([ca, bc, c], 1)[triple])
        pieces.append(np.stack([ab, bc, ca], 1)[triple])
        pieces.append(np.stack([own[:, turn], own[:, (turn + 1) % 3], centre], 1))
    return Triangulation(points, np.concatenate(pieces))
