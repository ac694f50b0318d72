"""Outerwear: the bomber and the coat."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.blocks import beneath, block, body
from apps.catalog.demo.shapes.curve import vector
from apps.catalog.demo.shapes.cutting import Cut, band, buttons, line
from apps.catalog.demo.shapes.mesh import Part, merge, rotation
from apps.catalog.demo.shapes.neck import label, neckband, ribbed_ends
from apps.catalog.demo.shapes.panel import Panel, outline
from apps.catalog.demo.studio.materials import cloth, metal


def bomber(cut: Cut) -> list[Part]:
    """A satin bomber with a zip and ribbed edges."""
    made = block(
        cut,
        neck=0.088,
        throat=0.060,
        shoulder=cut.chest * 0.86,
        drop=0.050,
        angle=58,
        cuff=0.112,
        armhole=0.245,
        curve=0.0,
    )
    relief = made.drape(cut, "bomber", strength=1.9, soft=0.0040)
    throat = 0.010 if cut.back else 0.060
    front = body(made, relief, throat=-throat, edge=0.012, puff=0.018)
    lower = beneath(made, 0.0)
    satin = cut.fabric(wrinkle=0.7)
    rib = cloth("rib", cut.palette.second, bump=0.7)
    parts = [lower.part("back", cloth("lining", cut.palette.second), step=0.005)]
    parts.append(front.part("front", satin, seams=made.seams(hem=0.0, cuff=0.0), step=0.003))
    parts += ribbed_ends(made, front, rib, 0.062)
    if cut.back:
        arc = line((-0.092, -0.018), (0, -0.028), (0.092, -0.018))
        shape = np.concatenate([arc, line((0.080, 0.024), (0, 0.032), (-0.080, 0.024))])
        parts.append(
            Panel(shape, base=0.003, edge=0.005, puff=0.005, under=front).part(
                "collar", rib, step=0.003, turn=np.pi / 2 * 0
            )
        )
        return parts
    back_arc = outline(
        [(-0.088, -0.004), (-0.045, 0.018), (0, 0.022), (0.045, 0.018), (0.088, -0.004)],
        [(0.088, -0.004), (0.05, -0.026), (0, -0.032), (-0.05, -0.026), (-0.088, -0.004)],
    )
    stand = Panel(back_arc, base=0.003, edge=0.003, puff=0.002, under=lower)
    parts += [stand.part("collar", rib, step=0.003), label(lower, -0.036, cut)]
    parts.append(neckband(made, -throat, 0.034, front, rib, 0.003))
    low = made.hem[1] + 0.004
    fly = Panel(
        band((0.011, -throat - 0.004), (0.011, low), -0.022),
        base=0.0012,
        edge=0.0012,
        puff=0.0,
        under=front,
    )
    parts.append(fly.part("tape", cloth("grosgrain", cut.palette.second), step=0.0025))
    path = np.stack([np.zeros(300), np.linspace(-throat - 0.002, low, 300)], 1)
    brass = metal("brass")
    rise = fly.height(path) + 0.0006
    teeth = hardware.chain("zip", np.column_stack([path, rise]), 0.0058, 0.0011, brass, width=1.15)
    at = np.array([[0.0, -throat - 0.014]])
    pull = hardware.plate("pull", 0.009, 0.034, 0.0024, brass, 4)
    pull = pull.moved(turn=rotation("x", -90)).moved(
        (0.002, -throat - 0.030, float(fly.height(at)[0]) + 0.001)
    )
    parts.append(merge("zip", [teeth, pull]))
    for side in (1, -1):
        a, b = np.array([0.125, -0.40]), np.array([0.175, -0.535])
        welt = Panel(
            band(a * [side, 1], b * [side, 1], 0.018 * side),
            base=0.0016,
            edge=0.0022,
            puff=0.0012,
            under=front,
        )
        parts.append(
            welt.part(
                "welt",
                satin,
                step=0.0024,
                seams=[line(a * [side, 1] + vector(0.004, 0), b * [side, 1] + vector(0.004, 0))],
            )
        )
    return parts


def coat(cut: Cut) -> list[Part]:
    """A double-breasted coat with notched lapels and flap pockets."""
    made = block(
        cut,
        neck=0.090,
        throat=0.030,
        shoulder=cut.chest * 0.86,
        drop=0.046,
        angle=66,
        cuff=0.150,
        armhole=0.265,
        curve=0.006,
    )
    relief = made.drape(cut, "coat", strength=1.5, soft=0.0036)
    throat = 0.008 if cut.back else 0.030
    front = body(made, relief, throat=-throat, edge=0.012, puff=0.014)
    lower = beneath(made, 0.0)
    wool = cut.fabric(crease=0.4, groove=1.4)
    parts = [lower.part("back", cloth("lining", cut.palette.second), step=0.006)]
    seams = made.seams(hem=0.0, cuff=0.0)
    bottom = made.hem[1]
    if cut.back:
        seams += [
            line((0, -0.03), (0.002, -0.5), (0, bottom + 0.34)),
            line((0.001, bottom + 0.34), (0.004, bottom)),
        ]
        seams.append(line((-made.shoulder[0], -0.050), (0, -0.02), (made.shoulder[0], -0.050)))
        parts.append(front.part("front", wool, seams=seams, step=0.0036))
        shape = outline(
            [(-0.120, -0.046), (0, -0.062), (0.120, -0.046)],
            [(0.120, -0.046), (0.112, 0.010), (0.078, 0.040)],
            [(0.078, 0.040), (0, 0.048), (-0.078, 0.040)],
            [(-0.078, 0.040), (-0.112, 0.010), (-0.120, -0.046)],
        )
        parts.append(
            Panel(shape, base=0.004, edge=0.006, puff=0.006, under=front).part(
                "collar",
                wool,
                step=0.003,
                seams=[line((-0.112, -0.038), (0, -0.054), (0.112, -0.038))],
            )
        )
        half = Panel(
            band((-0.11, -0.46), (0.11, -0.46), 0.048),
            base=0.003,
            edge=0.004,
            puff=0.001,
            under=front,
        )
        parts.append(
            half.part(
                "belt",
                wool,
                step=0.003,
                seams=[
                    line((-0.11, -0.454), (0.11, -0.454)),
                    line((-0.11, -0.418), (0.11, -0.418)),
                ],
            )
        )
        parts.append(
            buttons(half, [(-0.09, -0.436), (0.09, -0.436)], 0.011, cloth("horn", "#3a2a20"))
        )
        return parts
    parts.append(front.part("front", wool, seams=seams, step=0.0036))
    inner = outline(
        [(-0.088, -0.006), (-0.045, 0.020), (0, 0.026), (0.045, 0.020), (0.088, -0.006)],
        [(0.088, -0.006), (0.03, -0.05), (0.0, -0.30)],
        [(0.0, -0.30), (-0.03, -0.05), (-0.088, -0.006)],
    )
    lining = Panel(inner, base=0.0005, edge=0.002, puff=0.0, under=front)
    parts.append(lining.part("lining", cloth("lining", cut.palette.second), step=0.003))
    over = outline(
        [(0.012, -0.345), (0.095, -0.375), (0.100, -0.46)],
        [(0.100, -0.46), (0.102, -0.75), (0.104, bottom + 0.002)],
        [(0.104, bottom + 0.002), (0.0, bottom - 0.004), (-0.055, bottom - 0.002)],
        [(-0.055, bottom - 0.002), (-0.05, -0.7), (-0.012, -0.33)],
    )
    flap = Panel(over, base=0.0028, edge=0.0034, puff=0.0022, under=front)
    edge = line((0.090, -0.385), (0.093, -0.46), (0.096, -0.75), (0.098, bottom))
    parts.append(flap.part("overlap", wool, step=0.0034, seams=[edge]))
    for side in (-1, 1):
        mirror = np.array([side, 1.0])
        lapel = (
            outline(
                [
                    (0.084, 0.010),
                    (0.055, -0.10),
                    (0.030 if side > 0 else 0.012, -0.25),
                    (-0.004 if side < 0 else 0.02, -0.352),
                ],
                [(-0.004 if side < 0 else 0.02, -0.352), (0.075, -0.27), (0.150, -0.158)],
                [(0.150, -0.158), (0.143, -0.128), (0.120, -0.112)],
                [(0.120, -0.112), (0.098, -0.060), (0.084, 0.010)],
            )
            * mirror
        )
        panel = Panel(
            lapel,
            base=0.0040 if side < 0 else 0.0046,
            edge=0.004,
            puff=0.0045,
            reach=0.03,
            under=front,
        )
        rim = line((0.016, -0.335), (0.075, -0.260), (0.141, -0.158)) * mirror
        parts.append(panel.part("lapel", wool, step=0.003, seams=[rim]))
        leaf = (
            outline(
                [(0.070, 0.032), (0.088, -0.020), (0.119, -0.106)],
                [(0.119, -0.106), (0.138, -0.100), (0.152, -0.078)],
                [(0.152, -0.078), (0.140, -0.030), (0.104, 0.016)],
                [(0.104, 0.016), (0.088, 0.030), (0.070, 0.032)],
            )
            * mirror
        )
        collar = Panel(leaf, base=0.0075, edge=0.004, puff=0.004, reach=0.03, under=front)
        parts.append(
            collar.part(
                "collar",
                wool,
                step=0.003,
                seams=[line((0.122, -0.098), (0.143, -0.076), (0.132, -0.030)) * mirror],
            )
        )
        x = 0.150
        pocket = Panel(
            band((side * x - 0.075, -0.655), (side * x + 0.075, -0.655), 0.058),
            base=0.0026,
            edge=0.0032,
            puff=0.0018,
            under=front,
        )
        parts.append(
            pocket.part(
                "pocket",
                wool,
                step=0.003,
                seams=[line((side * x - 0.068, -0.649), (side * x + 0.068, -0.649))],
            )
        )
    back_collar = outline(
        [(-0.076, 0.030), (0, 0.040), (0.076, 0.030)],
        [(0.076, 0.030), (0.074, 0.0), (0.04, 0.010)],
        [(0.04, 0.010), (0, 0.014), (-0.04, 0.010)],
        [(-0.04, 0.010), (-0.074, 0.0), (-0.076, 0.030)],
    )
    parts.append(
        Panel(back_collar, base=0.006, edge=0.005, puff=0.004).part("collar", wool, step=0.003)
    )
    parts.append(label(lining, -0.002, cut))
    places = [(x, y) for y in (-0.42, -0.54, -0.66) for x in (0.066, -0.052)]
    parts.append(buttons(flap, places, 0.0125, cloth("horn", "#3a2a20")))
    for side in (1, -1):
        row = made.cuffline(0.085) * np.array([side, 1.0])
        strap = np.concatenate([row, (made.cuffline(0.045) * np.array([side, 1.0]))[::-1]])
        panel = Panel(strap, base=0.002, edge=0.003, puff=0.001, under=front)
        parts.append(panel.part("cuff", wool, step=0.003))
    return parts
