"""Knitted tops: T-shirt, longsleeve and jumper."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.blocks import Block, beneath, block, body
from apps.catalog.demo.shapes.curve import Points
from apps.catalog.demo.shapes.cutting import Cut, line
from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.shapes.neck import label, neckband
from apps.catalog.demo.shapes.panel import Panel, inset
from apps.catalog.demo.studio.materials import Material, cloth


def _plain_top(
    cut: Cut, made: Block, neck_back: float, rib: Material | None, width: float, seams: list[Points]
) -> list[Part]:
    relief = made.drape(cut, cut.cloth, strength=1.25, soft=0.0028)
    throat = neck_back if cut.back else -made.throat
    front = body(made, relief, throat=-throat)
    lower = beneath(made, neck_back - 0.012 if not cut.back else throat + 0.004)
    fabric = cut.fabric(pattern=cut.motif) if cut.motif and not cut.back else cut.fabric()
    parts = [lower.part("back", cut.inside(), step=0.005), front.part("front", fabric, seams=seams)]
    if rib is not None:
        parts.append(neckband(made, -throat, width, front, rib))
        if not cut.back:
            upper = line(
                (-made.neck[0] * 0.98, -0.002),
                (-made.neck[0] * 0.5, -neck_back + 0.012),
                (0, -neck_back + 0.008),
                (made.neck[0] * 0.5, -neck_back + 0.012),
                (made.neck[0] * 0.98, -0.002),
            )
            strip = Panel(
                np.concatenate([upper, inset(upper, -width)[::-1]]),
                base=0.0014,
                edge=0.0014,
                puff=0.0,
                under=lower,
            )
            parts.append(strip.part("neckband", rib, step=0.0025))
            parts.append(label(lower, -neck_back - 0.020, cut))
    return parts


def tee(cut: Cut) -> list[Part]:
    """A T-shirt with a ribbed crew neck."""
    made = block(cut, neck=0.088, throat=0.095, shoulder=cut.chest * 0.90, angle=38, cuff=0.185)
    rib = cut.fabric(relief="rib", bump=0.14, colour=cut.palette.second)
    return _plain_top(cut, made, 0.022, rib, 0.021, made.seams())


def longsleeve(cut: Cut) -> list[Part]:
    """A boat-neck longsleeve."""
    made = block(
        cut,
        neck=0.115,
        throat=0.050,
        shoulder=cut.chest * 0.88,
        drop=0.040,
        angle=58,
        cuff=0.098,
        armhole=0.21,
    )
    seams = [*made.seams(), made.hemline(0.024)]
    return _plain_top(
        cut, made, 0.020, cut.fabric(pattern="", relief="rib", bump=0.10), 0.012, seams
    )


def jumper(cut: Cut) -> list[Part]:
    """A cabled jumper with ribbed neck, cuffs and hem."""
    made = block(
        cut,
        neck=0.090,
        throat=0.080,
        shoulder=cut.chest * 0.86,
        drop=0.052,
        angle=57,
        cuff=0.105,
        armhole=0.225,
        curve=0.004,
    )
    relief = made.drape(cut, "knit", strength=1.5, soft=0.0030)
    throat = 0.020 if cut.back else 0.080
    front = body(made, relief, throat=-throat, edge=0.013, puff=0.016)
    lower = beneath(made, 0.008 if not cut.back else 0.024)
    knit = cut.fabric(stitch=None, groove=2.2, crease=0.0)
    rib = cloth("rib", cut.palette.second, bump=0.8)
    parts = [
        lower.part("back", cut.inside(), step=0.005),
        front.part("front", knit, seams=made.seams(hem=0.0, cuff=0.0), step=0.0028),
    ]
    parts.append(neckband(made, -throat, 0.030, front, rib, 0.003))
    hem = np.concatenate(
        [made.hemline(0.062), (made.hemline(-0.001) * np.array([0.985, 1.0]))[::-1]]
    )
    parts.append(
        Panel(hem, base=0.0005, edge=0.005, puff=0.002, under=front).part("hem", rib, step=0.003)
    )
    for side in (1, -1):
        a, b = made.cuffline(0.070), made.cuffline(-0.004)
        shape = np.concatenate([a, b[::-1]]) * np.array([side, 1.0])
        cuff = Panel(shape, base=0.0005, edge=0.005, puff=0.002, under=front)
        turn = np.radians(90 - made.sleeve_angle) * side
        parts.append(cuff.part("cuff", rib, step=0.003, turn=turn))
    if not cut.back:
        arc = line((-0.088, -0.002), (-0.045, 0.006), (0, 0.010), (0.045, 0.006), (0.088, -0.002))
        strip = Panel(
            np.concatenate([arc, inset(arc, -0.030)[::-1]]),
            base=0.003,
            edge=0.004,
            puff=0.002,
            under=lower,
        )
        parts.append(strip.part("collar", rib, step=0.003))
        parts.append(label(lower, -0.035, cut))
    return parts
