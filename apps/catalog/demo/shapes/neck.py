"""Knitted bands at neck, cuffs and hem, and the label inside the neck."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.blocks import Block
from apps.catalog.demo.shapes.cutting import Cut, flipped, line
from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.shapes.panel import Panel, inset, outline
from apps.catalog.demo.studio.materials import Material, Stitch, cloth


def neckband(
    made: Block, throat: float, width: float, under: Panel, material: Material, lift: float = 0.0012
) -> Part:
    """A ribbed band round the front neckline."""
    right = outline(made.half(throat)[0])
    inner = np.concatenate([flipped(right)[:-1], right])
    outer = inset(inner, -width)
    shape = np.concatenate([inner, outer[::-1]])
    panel = Panel(shape, base=lift, edge=0.0016, puff=0.0004, reach=0.01, under=under)
    return panel.part("neckband", material, step=0.0022)


def label(under: Panel, y: float, cut: Cut) -> Part:
    """The woven label inside the neck."""
    half = 0.022
    shape = outline(
        [(-half, y), (half, y)],
        [(half, y), (half, y - 0.016)],
        [(half, y - 0.016), (-half, y - 0.016)],
        [(-half, y - 0.016), (-half, y)],
    )
    panel = Panel(shape, base=0.0008, edge=0.0004, puff=0.0, under=under)
    paper = cloth(
        "grosgrain",
        "#efeae2",
        stitch=Stitch("#2a2626", (0.0,), 0.004, 0.0006),
        groove=0.0,
        crease=0.0,
    )
    return panel.part(
        "label",
        paper,
        step=0.002,
        seams=[
            line((-0.012, y - 0.006), (0.012, y - 0.006)),
            line((-0.008, y - 0.011), (0.008, y - 0.011)),
        ],
    )


def ribbed_ends(made: Block, under: Panel, rib: Material, depth: float) -> list[Part]:
    shape = np.concatenate(
        [
            made.hemline(depth) * np.array([1.0, 1.0]),
            (made.hemline(-0.002) * np.array([0.95, 1.0]))[::-1],
        ]
    )
    parts = [
        Panel(shape, base=0.0005, edge=0.005, puff=0.002, under=under).part("hem", rib, step=0.003)
    ]
    for side in (1, -1):
        a, b = made.cuffline(depth), made.cuffline(-0.004)
        middle = b.mean(0)
        outline_ = np.concatenate([a, (middle + (b - middle) * 0.86)[::-1]]) * np.array([side, 1.0])
        turn = np.radians(90 - made.sleeve_angle) * side
        parts.append(
            Panel(outline_, base=0.0005, edge=0.005, puff=0.002, under=under).part(
                "cuff", rib, step=0.003, turn=turn
            )
        )
    return parts
