"""Two palettes and what it costs to turn one into the other.

The colours of both pictures are grouped together; a picture's palette is its own mean colour and
share in every group. So equal pictures have equal palettes, and a small shift gives a small
distance.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from . import ciede2000
from .subject import F32

F64 = npt.NDArray[np.float64]
GROUPS = 12
ROUNDS = 8
BIN = 6.0


@dataclass(frozen=True)
class Palette:
    """``colours`` float64 (N, 3) in CIELAB, ``shares`` float64 (N,) that sum to 1."""

    colours: F64
    shares: F64


def palettes(one: F32, other: F32) -> tuple[Palette, Palette]:
    """Return the palettes of two sets of CIELAB colours, float32 (N, 3) and (M, 3)."""
    binned_one, binned_other = _binned(one), _binned(other)
    colours = np.vstack([binned_one.colours, binned_other.colours])
    shares = np.concatenate([binned_one.shares, binned_other.shares])
    groups = _grouped(colours, shares)
    split = len(binned_one.shares)
    return (
        _summed(binned_one, groups[:split]),
        _summed(binned_other, groups[split:]),
    )


def earth_movers_distance(one: Palette, other: Palette) -> float:
    """Return the mean ΔE00 over which the colour must be moved."""
    cost = ciede2000.difference(one.colours[:, None], other.colours[None])
    rows, columns = cost.shape
    # What leaves every colour of one palette and arrives at every one of the other.
    leaving = np.repeat(np.eye(rows), columns, axis=1)
    arriving = np.tile(np.eye(columns), rows)
    found = linprog(
        cost.ravel(),
        A_eq=np.vstack([leaving, arriving])[:-1],
        b_eq=np.concatenate([one.shares, other.shares])[:-1],
        bounds=(0, None),
        method="highs",
    )
    assert found.fun is not None, found.message
    return max(0.0, float(found.fun))


def _binned(colours: F32) -> Palette:
    """Small cubes of CIELAB: a picture's colours in some hundred weighted points."""
    cells = np.floor((colours + np.array([0.0, 128.0, 128.0])) / BIN).astype(np.int64)
    keys = (cells[:, 0] * 64 + cells[:, 1]) * 64 + cells[:, 2]
    _, index, counts = np.unique(keys, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(index, weights=colours[:, at]) for at in range(3)], axis=1)
    return Palette(sums / counts[:, None], counts / len(colours))


def _grouped(colours: F64, shares: F64) -> npt.NDArray[np.int64]:
    """k-means; it starts from the heaviest point and those farthest from what is there."""
    centres = colours[[int(np.argmax(shares))]]
    reach = np.linalg.norm(colours - centres[0], axis=1)
    while len(centres) < GROUPS and reach.max() > BIN:
        # Rare colours far away matter, but not every speck.
        chosen = int(np.argmax(reach**2 * np.sqrt(shares)))
        centres = np.vstack([centres, colours[chosen]])
        reach = np.minimum(reach, np.linalg.norm(colours - colours[chosen], axis=1))
    groups = np.zeros(len(colours), np.int64)
    for _ in range(ROUNDS):
        groups = np.argmin(np.linalg.norm(colours[:, None] - centres[None], axis=2), axis=1)
        weights = np.bincount(groups, weights=shares, minlength=len(centres))
        sums = np.stack(
            [
                np.bincount(groups, weights=shares * colours[:, at], minlength=len(centres))
                for at in range(3)
            ],
            axis=1,
        )
        held = weights > 0
        centres = np.where(held[:, None], sums / np.maximum(weights, 1e-12)[:, None], centres)
    return np.asarray(groups, np.int64)


def _summed(binned: Palette, groups: npt.NDArray[np.int64]) -> Palette:
    weights = np.bincount(groups, weights=binned.shares)
    sums = np.stack(
        [np.bincount(groups, weights=binned.shares * binned.colours[:, at]) for at in range(3)],
        axis=1,
    )
    held = weights > 0
    return Palette(sums[held] / weights[held, None], weights[held] / weights[held].sum())
