"""Cloth laid over a hole, patch by patch, from clean cloth of the same picture.

Image quilting (Efros and Freeman 2001): each patch is the one that agrees best with what is there
already, cut along the line of least difference. It is remembered as shifts, so that the cloth can
be laid again in a larger picture.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]
STRIDE = 3
MOST_CANDIDATES = 1800
# How far up or down cloth may come from, relative to the picture's height.
REACH = 0.16
GUIDE_WEIGHT = 0.9
DISTANCE_WEIGHT = 500.0
REUSE = 0.35


@dataclass(frozen=True)
class Source:
    """Clean patches, ordered from the picture's top to its bottom."""

    top: I32
    left: I32
    pixels: F32
    squared: F32
    guide: F32
    unrest: F32


def quilt(
    picture: F32, guide: F32, hole: BoolArray, clean: BoolArray, size: int, *, plain: float = 0.0
) -> I32 | None:
    """Return int32 (H, W, 2): by how much (down, right) each pixel's source lies off; 0 outside
    the hole. None when there is not enough clean cloth.

    Args:
        picture: float32 (H, W, 3); what lies in the hole is not looked at.
        guide: float32 (H, W, 3), the colours that are wanted on the large scale.
        hole: bool (H, W), what is to be covered.
        clean: bool (H, W), cloth that may be copied.
        size: side of a patch in pixels.
        plain: 0 to 1, how much calm patches are preferred.
    """
    source = _source(picture, guide, clean, size, plain)
    if source is None:
        return None
    overlap = max(4, size // 3)
    canvas = picture.copy()
    known = ~hole
    shift = np.zeros((*hole.shape, 2), np.int32)
    used = np.zeros(len(source.top), np.float32)
    for top, left in _order(hole, size, size - overlap):
        here = (slice(top, top + size), slice(left, left + size))
        if known[here].all():
            continue
        chosen = _choose(source, canvas[here], known[here], guide[here], top, used, hole.shape[0])
        row, column = _aligned(
            picture,
            clean,
            int(source.top[chosen]),
            int(source.left[chosen]),
            canvas[here],
            known[here],
        )
        near = (abs(source.top - row) < size // 2) & (abs(source.left - column) < size // 2)
        used[near] += 1
        patch = picture[row : row + size, column : column + size]
        take = _cut(((canvas[here] - patch) ** 2).sum(axis=2), known[here], overlap)
        canvas[here][take] = patch[take]
        shift[here][take] = (row - top, column - left)
        known[here] = True
    return shift


def _source(picture: F32, guide: F32, clean: BoolArray, size: int, plain: float) -> Source | None:
    summed = cv2.integral(clean.astype(np.uint8))
    whole = (
        summed[size:, size:]
        - summed[:-size, size:]
        - summed[size:, :-size]
        + summed[:-size, :-size]
    )
    for share in (1.0, 0.97, 0.9):
        top, left = np.nonzero(whole[::STRIDE, ::STRIDE] >= share * size * size)
        if len(top) >= 12:
            break
    else:
        return None
    keep = slice(None, None, -(-len(top) // MOST_CANDIDATES))
    top, left = top[keep] * STRIDE, left[keep] * STRIDE
    windows = np.lib.stride_tricks.sliding_window_view(picture, (size, size), axis=(0, 1))
    pixels = windows[top, left][..., ::2, ::2].reshape(len(top), -1).astype(np.float32)
    middle = size // 2
    return Source(
        top.astype(np.int32),
        left.astype(np.int32),
        pixels,
        pixels**2,
        guide[top + middle, left + middle],
        (plain * pixels.reshape(len(top), 3, -1).var(axis=2).sum(axis=1)).astype(np.float32),
    )


def _aligned(
    picture: F32, clean: BoolArray, top: int, left: int, there: F32, known: BoolArray
) -> tuple[int, int]:
    """The place within a stride of (top, left) whose patch agrees best with what is known: fine
    stripes must meet to the pixel."""
    size = len(known)
    best, found = np.inf, (top, left)
    for row in range(max(0, top - STRIDE + 1), min(top + STRIDE, len(picture) - size + 1)):
        for column in range(
            max(0, left - STRIDE + 1), min(left + STRIDE, picture.shape[1] - size + 1)
        ):
            here = (slice(row, row + size), slice(column, column + size))
            if (row, column) != (top, left) and not clean[here].all():
                continue
            error = float((np.square(picture[here] - there).sum(axis=2) * known).sum())
            if error < best:
                best, found = error, (row, column)
    return found


def _order(hole: BoolArray, size: int, step: int) -> list[tuple[int, int]]:
    """Patches from the hole's edge to its middle."""
    height, width = hole.shape
    depth = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 5)
    rows, columns = np.nonzero(hole)
    starts = []
    for top in range(int(rows.min()) - size // 3, int(rows.max()) + 1, step):
        for left in range(int(columns.min()) - size // 3, int(columns.max()) + 1, step):
            y, x = min(max(top, 0), height - size), min(max(left, 0), width - size)
            if hole[y : y + size, x : x + size].any():
                inner = float(depth[y : y + size, x : x + size].mean())
                starts.append((int(inner / step), y, x))
    return [(y, x) for _, y, x in sorted(set(starts))]


def _choose(
    source: Source, there: F32, known: BoolArray, guide: F32, top: int, used: F32, height: int
) -> int:
    size = len(known)
    reach = REACH * height
    first = int(np.searchsorted(source.top, top - reach))
    last = int(np.searchsorted(source.top, top + reach, side="right"))
    if last - first < 12:
        first, last = 0, len(source.top)
    rows = slice(first, last)
    mask = np.repeat(known[None, ::2, ::2], 3, axis=0).reshape(-1).astype(np.float32)
    wanted = there.transpose(2, 0, 1)[:, ::2, ::2].reshape(-1) * mask
    count = max(float(mask.sum()) / 3, 1.0)
    # Sums without BLAS, whose order depends on the number of threads: same bytes everywhere.
    cost = np.einsum("ij,j->i", source.squared[rows], mask)
    cost -= 2 * np.einsum("ij,j->i", source.pixels[rows], wanted)
    cost = (cost + np.square(wanted).sum()) / count
    middle = guide[size // 2, size // 2]
    cost = np.maximum(cost, 0) + GUIDE_WEIGHT * ((source.guide[rows] - middle) ** 2).sum(axis=1)
    away = (source.top[rows] - top) / height
    cost = cost + DISTANCE_WEIGHT * away**2 + source.unrest[rows]
    cost = (cost + 20.0) * (1 + REUSE * used[rows])
    return first + int(np.argmin(cost))


def _cut(error: F32, known: BoolArray, overlap: int) -> BoolArray:
    """(size, size): which pixels of the new patch are laid; a path of least error in each strip
    that lies on known cloth."""
    size = len(known)
    take = np.ones_like(known)
    for turn in range(4):
        turned, seen = np.rot90(error, turn), np.rot90(known, turn)
        strip, covered = turned[:, :overlap], seen[:, :overlap]
        if covered.mean() < 0.5:
            continue
        path = _path(np.where(covered, strip, 0.0))
        laid = np.arange(size)[None, :] >= path[:, None]
        take &= np.rot90(laid, -turn)
    return np.asarray(take | ~known)


def _path(error: F32) -> npt.NDArray[np.int64]:
    """Column of the cheapest path from the first row to the last."""
    rows, width = error.shape
    total = np.full((rows, width + 2), np.inf)
    total[:, 1:-1] = error
    for row in range(1, rows):
        before = total[row - 1]
        total[row, 1:-1] += np.minimum(np.minimum(before[:-2], before[1:-1]), before[2:])
    table = total.tolist()
    column = 1 + int(np.argmin(total[-1, 1:-1]))
    path = [column]
    for line in table[-2::-1]:
        column = min((column, column - 1, column + 1), key=line.__getitem__)
        path.append(column)
    return np.asarray(path[::-1], np.int64) - 1
