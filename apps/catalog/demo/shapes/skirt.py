"""The pleated skirt."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.cutting import Cut, line
from apps.catalog.demo.shapes.drape import (
    crumple,
    fan,
    folds,
    knife_pleats,
    together,
)
from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.shapes.panel import Panel, outline


def pleated_skirt(cut: Cut) -> list[Part]:
    """A waistband over knife pleats."""
    rng = cut.rng
    top, low, pleats = -0.036, -cut.length, 26
    half_top, half_hem = cut.waist, cut.hem
    s = np.linspace(1, -1, 800)
    t = np.mod(s * pleats / 2, 1.0)
    saw = np.where(t < 0.86, t / 0.86, (1 - t) / 0.14)
    bottom = np.stack([s * half_hem, low + 0.050 * s**2 - 0.0055 * saw], 1)
    right = outline(
        [
            (half_top, top),
            (half_top + (half_hem - half_top) * 0.30, top + (low - top) * 0.28),
            (half_top + (half_hem - half_top) * 0.68, top + (low - top) * 0.66),
            tuple(bottom[0]),
        ]
    )
    shape = np.concatenate(
        [
            outline([(-half_top, top), (half_top, top)]),
            right,
            bottom,
            right[::-1] * np.array([-1.0, 1.0]),
        ]
    )
    relief = together(
        knife_pleats(top, low, half_top, half_hem, pleats, 0.0062),
        crumple("pleats", 0.0026),
        folds(fan(rng, (0.0, top), 270, 70, 6, 0.55, 0.004, 0.022)),
    )
    skirt = Panel(shape, base=0.003, edge=0.004, puff=0.008, folds=relief, fade=0.006)
    under = shape.copy()
    under[under[:, 1] < low + 0.07] += np.array([0.004, 0.008])
    satin = cut.fabric(wrinkle=0.12, stitch=None)
    hem_line = bottom[:, :] + np.array([0, 0.014])
    parts = [
        Panel(under, base=0.0, edge=0.002, puff=0.001).part("inside", cut.inside(), step=0.006),
        skirt.part("skirt", satin, step=0.0028, seams=[hem_line]),
    ]
    belt_shape = outline(
        [(-half_top - 0.002, top - 0.002), (0, top - 0.007), (half_top + 0.002, top - 0.002)],
        [(half_top + 0.002, top - 0.002), (half_top - 0.002, 0.0)],
        [(half_top - 0.002, 0.0), (0, -0.006), (-half_top + 0.002, 0.0)],
        [(-half_top + 0.002, 0.0), (-half_top - 0.002, top - 0.002)],
    )
    belt = Panel(belt_shape, base=0.006, edge=0.005, puff=0.003, under=None)
    parts.append(
        belt.part(
            "waistband",
            cut.fabric(wrinkle=0.3),
            step=0.0026,
            seams=[line((-half_top, top + 0.002), (0, top - 0.003), (half_top, top + 0.002))],
        )
    )
    return parts
