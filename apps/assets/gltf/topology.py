"""What kind of surface a model is, once vertices that stand in one place are one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .model import Model
from .welding import welded

FLAT = 1e-7
"""A triangle thinner than this share of its longest edge has no area that float32 can tell."""

I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Topology:
    """Attributes:
    triangles: all of them.
    degenerate_faces: two corners in one place, or three on one line.
    boundary_edges: with one triangle: holes, and sheets of cloth.
    non_manifold_edges: with more than two.
    turned_edges: with two triangles that disagree which side is out.
    components: pieces that share no vertex.
    volume_m3: enclosed; negative when the surface is inside out. Means little with holes.
    lower: least corner of the bounding box, metres.
    upper: its greatest corner.
    """

    triangles: int
    degenerate_faces: int
    boundary_edges: int
    non_manifold_edges: int
    turned_edges: int
    components: int
    volume_m3: float
    lower: tuple[float, float, float]
    upper: tuple[float, float, float]

    @property
    def watertight(self) -> bool:
        """Every edge joins exactly two triangles of opposite direction."""
        return not (self.boundary_edges or self.non_manifold_edges or self.turned_edges)

    @property
    def size_m(self) -> tuple[float, float, float]:
        """Width, height and depth in metres."""
        width, height, depth = (
            high - low for low, high in zip(self.lower, self.upper, strict=True)
        )
        return width, height, depth


def examine(model: Model) -> Topology:
    """Look at all primitives as one surface.

    Raises:
        ValueError: for a model without triangles.
    """
    if not model.triangles:
        raise ValueError("A model without triangles has no surface.")
    starts = np.cumsum([0, *(len(one.positions) for one in model.primitives)])
    positions = np.concatenate([one.positions for one in model.primitives])
    faces = np.concatenate(
        [one.faces + start for one, start in zip(model.primitives, starts, strict=False)]
    )
    places = welded(positions)
    joined = places[faces]
    whole = (
        (joined[:, 0] != joined[:, 1])
        & (joined[:, 1] != joined[:, 2])
        & (joined[:, 2] != joined[:, 0])
    )
    corners = positions[faces].astype(np.float64)
    boundary, crowded, turned = _edges(joined[whole])
    used = corners.reshape(-1, 3)
    lower, upper = used.min(axis=0), used.max(axis=0)
    return Topology(
        triangles=len(faces),
        degenerate_faces=int((~whole | _flat(corners)).sum()),
        boundary_edges=boundary,
        non_manifold_edges=crowded,
        turned_edges=turned,
        components=_components(joined),
        volume_m3=_volume(corners - (lower + upper) / 2),
        lower=(float(lower[0]), float(lower[1]), float(lower[2])),
        upper=(float(upper[0]), float(upper[1]), float(upper[2])),
    )


def _flat(corners: F64) -> npt.NDArray[np.bool_]:
    edges = corners - np.roll(corners, 1, axis=1)
    longest = (edges**2).sum(axis=2).max(axis=1)
    doubled = np.linalg.norm(np.cross(edges[:, 1], edges[:, 2]), axis=1)
    return np.asarray(doubled <= FLAT * longest)


def _edges(joined: I64) -> tuple[int, int, int]:
    """Edges with one triangle, with more than two, and with two in the same direction."""
    if not len(joined):
        return 0, 0, 0
    begin, end = joined.ravel(), np.roll(joined, -1, axis=1).ravel()
    forward = begin < end
    number = int(joined.max()) + 1
    key = np.minimum(begin, end) * number + np.maximum(begin, end)
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    counts = np.diff(first, append=len(order))
    balance = np.add.reduceat(np.where(forward[order], 1, -1), first)
    return (
        int((counts == 1).sum()),
        int((counts > 2).sum()),
        int(((counts == 2) & (balance != 0)).sum()),
    )


def _components(joined: I64) -> int:
    places, compact = np.unique(joined, return_inverse=True)
    compact = compact.reshape(-1, 3)
    begin, end = compact[:, :2].ravel(), compact[:, 1:].ravel()
    shape = (len(places), len(places))
    links = coo_array((np.ones(len(begin), np.int8), (begin, end)), shape=shape)
    number, _labels = connected_components(links, directed=False)
    return int(number)


def _volume(corners: F64) -> float:
    along = np.cross(corners[:, 1], corners[:, 2])
    return float((corners[:, 0] * along).sum() / 6)
