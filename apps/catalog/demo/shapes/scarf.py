"""The printed square."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.curve import Points, even, tube
from apps.catalog.demo.shapes.cutting import Cut
from apps.catalog.demo.shapes.drape import (
    across,
    crumple,
    fan,
    folds,
    together,
)
from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.shapes.panel import Panel, outline
from apps.catalog.demo.studio.materials import cloth, mixed


def scarf(cut: Cut) -> list[Part]:
    """A printed square thrown down, one corner turned over."""
    rng = cut.rng
    a = cut.chest
    turn = np.radians(7)
    c, s = np.cos(turn), np.sin(turn)
    spin = np.array([[c, -s], [s, c]])

    def place(points: Points) -> Points:
        return np.asarray(points @ spin.T)

    cutoff = 0.30
    sides = [
        [(-a, -a), (-0.3 * a, -a - 0.010), (0.3 * a, -a + 0.012), (a, -a)],
        [(a, -a), (a - 0.012, -0.2 * a), (a + 0.008, 0.3 * a), (a, a - cutoff)],
        [(a, a - cutoff), (a - cutoff, a)],
        [(a - cutoff, a), (0.1 * a, a + 0.010), (-0.4 * a, a - 0.008), (-a, a)],
        [(-a, a), (-a + 0.012, 0.3 * a), (-a - 0.008, -0.3 * a), (-a, -a)],
    ]
    shape = place(outline(*sides))
    ridges = (
        fan(rng, (0.22, 0.20), 215, 60, 6, 0.65, 0.012, 0.020)
        + fan(rng, (-0.34, -0.30), 40, 70, 5, 0.45, 0.009, 0.020)
        + across(rng, np.array([-0.3, 0.3]), np.array([0.3, -0.3]), 0.5, 6, 0.007)
    )
    relief = together(folds(ridges), crumple("silk", 0.0050, 0.7))
    panel = Panel(shape, base=0.0015, edge=0.003, puff=0.003, folds=relief)
    silk = cut.fabric(stitch=None, turn=turn)
    parts = [panel.part("silk", silk, step=0.0036)]
    corner = place(
        outline(
            [(a, a - cutoff), (a - cutoff, a)],
            [
                (a - cutoff, a),
                (a - cutoff + 0.008, a - 0.5 * cutoff),
                (a - cutoff - 0.004, a - cutoff + 0.004),
            ],
            [
                (a - cutoff - 0.004, a - cutoff + 0.004),
                (a - 0.5 * cutoff, a - cutoff + 0.010),
                (a, a - cutoff),
            ],
        )
    )
    flap = Panel(corner, base=0.004, edge=0.006, puff=0.006, under=panel)
    reverse = cloth(
        "silk_print",
        mixed(cut.palette.main, "#8a8088", 0.35),
        second=mixed(cut.palette.second, "#9a9096", 0.45),
        third=mixed(cut.palette.accent, "#9a9096", 0.35),
        turn=1.2,
    )
    parts.append(flap.part("corner", reverse, step=0.003))
    hem = cloth("satin", cut.palette.second)
    loop = np.concatenate([shape, shape[:1]])
    rise = np.column_stack([loop, panel.height(loop) + 0.0010])
    parts.append(tube("hem", even(rise, 900), 0.0021, hem, closed=True, around=10))
    return parts
