"""Where every chart lies in the square texture."""

from dataclasses import dataclass

import numpy as np

from ..surface.solid import Solid
from .charts import Charts, cut, pixels_across
from .packing import place
from .rays import NOTHING, Triangles
from .surface_measures import F64, I32

PADDING = 4
# Texels that the back, the strips and the lining get for one of the front's.
BACK_SHARE, SIDE_SHARE, LINING_SHARE = 0.8, 0.8, 0.3
# More texels than this for a pixel of the photograph would hold nothing new.
MOST_TEXELS = 3.0
SEARCH_ROUNDS = 8
OVERLAP_ROUNDS = 4
LEAST_EXTENT = 2.0
SAMPLING = 3


@dataclass(frozen=True)
class Atlas:
    """Attributes:
    charts: the pieces.
    texel: float64 (F, 3, 2), every corner in texels from the texture's upper left.
    side: of the square, in texels.
    density: texels for a pixel of the picture, in the front's chart.
    """

    charts: Charts
    texel: F64
    side: int
    density: float


def lay_out(solid: Solid, metres_per_pixel: float, side: int) -> Atlas:
    """Cut and place; triangles that would lie upon each other are cut apart and placed again."""
    apart = np.zeros(len(solid.faces), np.int32)
    atlas = _lay_out(cut(solid, metres_per_pixel, apart), side)
    for turn in range(1, OVERLAP_ROUNDS + 1):
        lower = overlaps(atlas, solid.faces)
        if not lower.any():
            break
        apart[lower] = turn
        atlas = _lay_out(cut(solid, metres_per_pixel, apart), side)
    return atlas


def overlaps(atlas: Atlas, faces: I32) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(F,): triangles that lie under another one of their chart, sampled at every third texel."""
    height = atlas.charts.depth - atlas.charts.depth.min()
    flat = np.concatenate([atlas.texel, height[..., None]], axis=2).reshape(-1, 3)
    scene = Triangles(flat, np.arange(len(flat)).reshape(-1, 3))
    lower = np.zeros(len(faces), np.bool_)
    top = float(height.max()) + 10
    columns = np.arange(0.5, atlas.side, SAMPLING, dtype=np.float32)
    for start in range(0, atlas.side, 252):
        rows = np.arange(start + 0.5, min(start + 252, atlas.side), SAMPLING, dtype=np.float32)
        x, y = np.meshgrid(columns, rows)
        origins = np.stack([x.ravel(), y.ravel(), np.full(x.size, top, np.float32)], axis=1)
        above, _, _ = scene.first(origins, (0.0, 0.0, -1.0))
        met = above != NOTHING
        origins = origins[met]
        origins[:, 2] = -10
        below, _, _ = scene.first(origins, (0.0, 0.0, 1.0))
        one, two = above[met], below
        differ = (one != two) & (two != NOTHING)
        one, two = one[differ], two[differ]
        # Rays that run along a common edge may meet either side of it.
        touching = (faces[one][:, :, None] == faces[two][:, None, :]).any(axis=(1, 2))
        lower[two[~touching]] = True
    return lower


def _lay_out(charts: Charts, side: int) -> Atlas:
    across = pixels_across(charts)
    extent = across[:, 1] - across[:, 0]
    share = np.full(charts.count, SIDE_SHARE)
    picture = np.zeros(charts.count, np.bool_)
    picture[np.argmax(extent.prod(axis=1) * ~charts.lining)] = True
    share[charts.back] = BACK_SHARE
    share[charts.lining] = LINING_SHARE
    share[picture] = 1.0
    low, high = 0.0, MOST_TEXELS
    best: tuple[float, list[tuple[int, int]]] | None = None
    for turn in range(SEARCH_ROUNDS):
        density = high if turn == 0 else (low + high) / 2
        places = place(_sizes(extent, share * density), side)
        if places is None:
            high = density
            continue
        best, low = (density, places), density
        if turn == 0:
            break
    if best is None:
        raise ValueError("the charts do not fit")
    density, places = best
    scale = _scales(extent, share * density)
    corner = np.asarray(places, np.float64) + PADDING
    offset = corner - across[:, 0] * scale[:, None]
    of_face = charts.of_face
    texel = charts.flat * scale[of_face][:, None, None] + offset[of_face][:, None, :]
    return Atlas(charts, texel, side, density)


def _scales(extent: F64, density: F64) -> F64:
    """Texels a pixel; charts of less than ``LEAST_EXTENT`` texels are drawn larger."""
    longest = np.maximum(extent.max(axis=1), 1e-9)
    return np.asarray(np.maximum(density, LEAST_EXTENT / longest))


def _sizes(extent: F64, density: F64) -> list[tuple[int, int]]:
    drawn = np.ceil(extent * _scales(extent, density)[:, None]).astype(int) + 2 * PADDING
    return [(int(width), int(height)) for width, height in drawn]
