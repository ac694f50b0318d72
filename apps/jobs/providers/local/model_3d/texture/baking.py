"""The texture painted: for every texel the place of the surface it stands for."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .atlas import Atlas
from .layers import Layer
from .rays import NOTHING, Triangles
from .surface_measures import F32, I32

UInt8Array = npt.NDArray[np.uint8]
ROWS = 128
GUTTER = 6
COLUMNS = 2048


def paint(
    atlas: Atlas, sheets: Sequence[UInt8Array], layers: Sequence[Layer], shrink: float
) -> UInt8Array:
    """Return the texture, uint8 (side, side, 3).

    Args:
        sheets: pictures of the cloth, uint8 (H, W, 3) of one size.
        layers: what is laid on what, the first whole.
        shrink: the size of ``sheets`` relative to the pixels the layers count in.
    """
    side = atlas.side
    stack = np.concatenate([*sheets], axis=0)
    corners = [_corners(layer) for layer in layers]
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
        weight = np.stack([1 - second[met] - third[met], second[met], third[met]], axis=1)
        covered = met.reshape(x.shape)
        picture[start : start + len(rows)][covered] = _colors(
            stack, len(stack) // len(sheets), corners, face[met], weight, shrink
        )
        painted[start : start + len(rows)] = covered
    return fill_gutters(picture, painted)


def _corners(layer: Layer) -> F32:
    """(F, 3, 7): place, direction, beyond, sheet and share of the triangles' corners."""
    cloth = layer.cloth
    sheet = np.broadcast_to(layer.sheet[:, None], layer.share.shape)
    rest = np.stack([cloth.beyond, sheet, layer.share], axis=2)
    whole = np.concatenate([cloth.unrolled, cloth.outwards, rest], axis=2)
    return np.asarray(whole, np.float32)


def _colors(
    stack: UInt8Array,
    height: int,
    layers: Sequence[F32],
    face: I32,
    weight: F32,
    shrink: float,
) -> UInt8Array:
    """(N, 3): what the layers show at (N,) triangles' points of barycentric weights (N, 3).

    Args:
        stack: the sheets one below the other, each of ``height`` rows.
    """
    limit = np.asarray([stack.shape[1] - 1, height - 1], np.float32)
    found = np.zeros((len(face), 3), np.float32)
    for corners in layers:
        shown = np.flatnonzero(_within(corners[..., 6:], face, weight) > 0)
        one = face[shown]
        here = _within(corners, one, weight[shown])
        place = here[:, :2] - 2 * here[:, 2:4] * np.maximum(here[:, 4:5], 0)
        # Pixel centres: a picture made smaller keeps its corners, not its first pixel.
        pixel = np.clip((place + np.float32(0.5)) * np.float32(shrink) - np.float32(0.5), 0, limit)
        pixel[:, 1] += corners[one, 0, 5] * np.float32(height)
        over = np.minimum(here[:, 6:], 1)
        found[shown] += (_sampled(stack, pixel) - found[shown]) * over
    return np.asarray(np.clip(np.rint(found), 0, 255), np.uint8)


def _within(corners: F32, face: I32, weight: F32) -> F32:
    """(N, K): values of the corners (F, 3, K) at points of barycentric weights (N, 3)."""
    total = corners[face, 0] * weight[:, :1]
    for corner in (1, 2):
        total += corners[face, corner] * weight[:, corner : corner + 1]
    return np.asarray(total)


def _sampled(picture: UInt8Array, pixel: F32) -> F32:
    """(N, 3): ``picture`` at (N, 2) places (x, y)."""
    rows = -(-len(pixel) // COLUMNS)
    padded = np.zeros((rows * COLUMNS, 2), np.float32)
    padded[: len(pixel)] = pixel
    grid = padded.reshape(rows, COLUMNS, 2)
    if not rows:
        return np.zeros((0, 3), np.float32)
    found = cv2.remap(
        picture, grid[..., 0], grid[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found.reshape(-1, 3)[: len(pixel)], np.float32)


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
