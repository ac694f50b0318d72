"""The texture painted: for every texel the place of the surface it stands for."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .atlas import Atlas
from .rays import NOTHING, Triangles
from .rim import Cloth
from .surface_measures import I32

UInt8Array = npt.NDArray[np.uint8]
ROWS = 128
GUTTER = 6


def paint(
    atlas: Atlas, sheets: Sequence[UInt8Array], sheet: I32, cloth: Cloth, shrink: float
) -> UInt8Array:
    """Return the texture, uint8 (side, side, 3).

    Args:
        sheets: pictures of the cloth, uint8 (H, W, 3) of one size.
        sheet: int32 (F,), which picture a triangle shows.
        cloth: the pixels that the corners show.
        shrink: the size of ``sheets`` relative to the pixels ``cloth`` counts in.
    """
    side = atlas.side
    stack = np.concatenate([*sheets], axis=0)
    height = sheets[0].shape[0]
    corners = np.concatenate(
        [cloth.unrolled, cloth.outwards, cloth.beyond[..., None]], axis=2
    ).astype(np.float32)
    limit = np.asarray([sheets[0].shape[1] - 1, height - 1], np.float32)
    flat = np.concatenate([atlas.texel, np.zeros((*atlas.texel.shape[:2], 1))], axis=2)
    scene = Triangles(flat.reshape(-1, 3), np.arange(3 * len(flat)).reshape(-1, 3))
    picture = np.zeros((side, side, 3), np.uint8)
    painted = np.zeros((side, side), np.uint8)
    bottom = int(np.ceil(atlas.texel[..., 1].max()))
    columns = np.arange(side, dtype=np.float32) + 0.5
    for start in range(0, min(bottom + 1, side), ROWS):
        rows = np.arange(start, min(start + ROWS, side), dtype=np.float32) + 0.5
        x, y = np.meshgrid(columns, rows)
        origins = np.stack([x.ravel(), y.ravel(), np.ones(x.size, np.float32)], axis=1)
        face, second, third = scene.first(origins, (0.0, 0.0, -1.0))
        met = face != NOTHING
        one = corners[face[met]]
        weight = np.stack([1 - second[met] - third[met], second[met], third[met]], axis=1)
        here = (one * weight[..., None]).sum(axis=1)
        folded = here[:, :2] - 2 * here[:, 2:4] * np.maximum(here[:, 4:], 0)
        # Pixel centres: a picture made smaller keeps its corners, not its first pixel.
        pixel = np.clip((folded + np.float32(0.5)) * np.float32(shrink) - np.float32(0.5), 0, limit)
        pixel[:, 1] += sheet[face[met]] * np.float32(height)
        where = np.zeros((x.size, 2), np.float32)
        where[met] = pixel
        grid = where.reshape(*x.shape, 2)
        band = cv2.remap(
            stack, grid[..., 0], grid[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        covered = met.reshape(x.shape)
        picture[start : start + len(rows)][covered] = band[covered]
        painted[start : start + len(rows)] = covered
    return fill_gutters(picture, painted)


def fill_gutters(picture: UInt8Array, painted: UInt8Array) -> UInt8Array:
    """Continue the charts' colours over the rest: their own edge nearby, and farther away what a
    smaller picture of the same texture shows, so that no mipmap mixes in a foreign colour."""
    distance, labels = cv2.distanceTransformWithLabels(
        1 - painted, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    near = (painted == 0) & (distance <= GUTTER)
    rows, columns = np.nonzero(painted)
    index = np.zeros(int(labels.max()) + 1, np.int64)
    index[labels[rows, columns]] = np.arange(len(rows))
    source = index[labels[near]]
    picture[near] = picture[rows[source], columns[source]]
    filled = ((painted != 0) | near).astype(np.float32)
    far = filled == 0
    if far.any():
        picture[far] = _pyramid(picture, filled)[far]
    return picture


def _pyramid(picture: UInt8Array, weight: npt.NDArray[np.float32]) -> UInt8Array:
    """Pull, push (Gortler 1996): the mean of what is there, from coarse to fine."""
    size = (weight.shape[1], weight.shape[0])
    levels = [_reduced(picture.astype(np.float32) * weight[..., None], weight, 4)]
    while max(levels[-1][1].shape) > 1:
        color, known = levels[-1]
        levels.append(_reduced(color * known[..., None], known, 2))
    filled, _ = levels.pop()
    while levels:
        color, known = levels.pop()
        coarse = cv2.resize(filled, (known.shape[1], known.shape[0]))
        share = np.minimum(known * 4, 1)[..., None]
        filled = color * share + coarse.reshape(color.shape) * (1 - share)
    return np.asarray(np.clip(np.rint(cv2.resize(filled, size)), 0, 255), np.uint8)


def _reduced(weighted: Any, known: Any, by: int) -> tuple[Any, Any]:
    """The mean colour of every ``by`` × ``by`` texels and how much of them is known."""
    size = (-(-known.shape[1] // by), -(-known.shape[0] // by))
    color = cv2.resize(weighted, size, interpolation=cv2.INTER_AREA)
    share = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    color, share = color.reshape(size[1], size[0], 3), share.reshape(size[1], size[0])
    return color / np.maximum(share, 1e-6)[..., None], share
