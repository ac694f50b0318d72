"""The surface cut into charts: pieces that lie flat without stretching much.

The front and the back are seen by the camera and its opposite, so their charts are the picture
itself; where the surface turns away it falls into side strips, each laid flat as seen from its own
side, so that a strip has the texels of its real size instead of a smeared column.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ..surface.solid import Part, Solid
from .surface_measures import F64, I32, face_normals, neighbours

TOWARDS_CAMERA, AWAY = 0, 1
SIDES = 8
# A triangle that turns farther than this from its chart's view would be stretched fourfold.
LEAST_COSINE = 0.25
# The picture is preferred to a strip up to about 52 degrees.
PICTURE_PREFERENCE = 0.17
AGREEMENT = 0.7
ROUNDS = 6
FEW = 24


@dataclass(frozen=True)
class Charts:
    """Attributes:
    of_face: int32 (F,), the chart of each triangle, from 0.
    flat: float64 (F, 3, 2), where its corners lie in the chart, in pixels of the picture.
    depth: float64 (F, 3), height of the corners over the chart, in pixels.
    lining: bool (charts,), whether a chart is inside cloth.
    back: bool (charts,), whether a chart is the picture from behind.
    """

    of_face: I32
    flat: F64
    depth: F64
    lining: npt.NDArray[np.bool_]
    back: npt.NDArray[np.bool_]

    @property
    def count(self) -> int:
        return len(self.lining)


def views() -> F64:
    """(2 + SIDES, 3): the directions from which charts are laid flat."""
    angle = np.arange(SIDES) * (2 * np.pi / SIDES)
    around = np.stack([np.cos(angle), np.sin(angle), np.zeros(SIDES)], axis=1)
    return np.concatenate([[[0, 0, 1], [0, 0, -1]], around])


def cut(solid: Solid, metres_per_pixel: float, apart: I32) -> Charts:
    """Cut ``solid`` into charts.

    Args:
        apart: int32 (F,), triangles of different numbers never share a chart: found by
            ``overlaps`` in an earlier round, zeros at first.
    """
    lining = solid.parts == Part.LINING
    label = _labels(solid, metres_per_pixel, lining)
    joined = neighbours(solid.faces)
    group = (label.astype(np.int64) * 2 + lining) * (int(apart.max()) + 1) + apart
    piece = _pieces(joined, group)
    # The picture and its opposite stay whole: their islands lie where the photograph has them.
    whole = (label <= AWAY) & ~lining & (apart == 0)
    piece = np.where(whole, label.astype(np.int64), piece + 2)
    of_face: I32 = np.asarray(np.unique(piece, return_inverse=True)[1], np.int32)
    flat, depth = _lay_flat(solid, metres_per_pixel, label)
    count = int(of_face.max()) + 1
    inside, behind = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    inside[of_face] = lining
    behind[of_face] = (label == AWAY) & whole
    return Charts(of_face, flat, depth, inside, behind)


def _labels(solid: Solid, metres_per_pixel: float, lining: npt.NDArray[np.bool_]) -> I32:
    """The view each triangle is laid flat from: facing it, and in agreement with its
    neighbours (iterated conditional modes), so that strips are long and seams few."""
    normal, area = face_normals(solid.positions, solid.faces)
    facing = normal @ views().T
    drawn = _plane_area(solid) * metres_per_pixel**2 / np.maximum(area, 1e-30)
    facing[:, TOWARDS_CAMERA] = np.minimum(facing[:, TOWARDS_CAMERA], drawn)
    facing[:, AWAY] = np.minimum(facing[:, AWAY], -drawn)
    allowed = facing > LEAST_COSINE
    lost = ~allowed.any(axis=1)
    allowed[lost, np.argmax(facing[lost], axis=1)] = True
    liking = facing.copy()
    liking[:, :2] += PICTURE_PREFERENCE
    liking[~allowed] = -np.inf
    around = neighbours(solid.faces)
    alike = (around >= 0) & (lining[around] == lining[:, None])
    label: I32 = np.argmax(liking, axis=1).astype(np.int32)
    for turn in range(ROUNDS):
        label = _agree(liking, label, around, alike, AGREEMENT * (1 + turn / 2))
    for _ in range(3):
        piece = _pieces(around, label.astype(np.int64) * 2 + lining)
        small = np.bincount(piece)[piece] < FEW
        # A triangle of a small piece listens to its large neighbours alone.
        heard = alike & ~small[around]
        moved = _agree(liking, label, around, heard, 10.0)
        label = np.where(small, moved, label).astype(np.int32)
    return label


def _agree(
    liking: F64, label: I32, around: I32, heard: npt.NDArray[np.bool_], weight: float
) -> I32:
    votes = np.zeros_like(liking)
    rows = np.arange(len(label))
    for edge in range(3):
        votes[rows, label[around[:, edge]]] += heard[:, edge] / 3
    return np.asarray(np.argmax(liking + weight * votes, axis=1), np.int32)


def _plane_area(solid: Solid) -> F64:
    """Signed area in the picture, positive for a triangle that the camera sees from outside."""
    corner = solid.plane.astype(np.float64)[solid.faces]
    one, two = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
    return np.asarray(-(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]) / 2)


def _pieces(around: I32, group: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    rows = np.repeat(np.arange(len(around)), 3)
    columns = around.reshape(-1)
    joined = (columns >= 0) & (group[rows] == group[columns])
    rows, columns = rows[joined], columns[joined]
    graph = coo_matrix(
        (np.ones(len(rows), np.bool_), (rows, columns)), shape=(len(around), len(around))
    )
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _lay_flat(solid: Solid, metres_per_pixel: float, label: I32) -> tuple[F64, F64]:
    corner = solid.positions.astype(np.float64)[solid.faces] / metres_per_pixel
    plane = solid.plane.astype(np.float64)[solid.faces]
    view = views()[label]
    depth = (corner * view[:, None, :]).sum(axis=2)
    along = -corner[..., 0] * view[:, None, 1] + corner[..., 1] * view[:, None, 0]
    flat = np.stack([along, -corner[..., 2]], axis=2)
    picture = label == TOWARDS_CAMERA
    behind = label == AWAY
    flat[picture] = plane[picture]
    flat[behind] = plane[behind] * (-1.0, 1.0)
    return flat, depth


def pixels_across(charts: Charts) -> F64:
    """(charts, 2, 2): the smallest and the largest corner of every chart, in pixels."""
    lowest = np.full((charts.count, 2), np.inf)
    highest = np.full((charts.count, 2), -np.inf)
    np.minimum.at(lowest, charts.of_face, charts.flat.min(axis=1))
    np.maximum.at(highest, charts.of_face, charts.flat.max(axis=1))
    return np.stack([lowest, highest], axis=1)
