"""The shirt: collar, placket, pocket, cuffs and a curved tail."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.blocks import beneath, block, body
from apps.catalog.demo.shapes.cutting import Cut, band, buttons, line
from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.shapes.neck import label
from apps.catalog.demo.shapes.panel import Panel, outline
from apps.catalog.demo.studio.materials import Material, cloth


def _collar_leaf(side: int, under: Panel, material: Material) -> Part:
    shape = outline(
        [(0.004, -0.072), (0.030, -0.040), (0.058, -0.012), (0.076, 0.016)],
        [(0.076, 0.016), (0.094, 0.004), (0.104, -0.022)],
        [(0.104, -0.022), (0.098, -0.060), (0.078, -0.104)],
        [(0.078, -0.104), (0.040, -0.094), (0.004, -0.072)],
    ) * np.array([side, 1.0])
    panel = Panel(shape, base=0.0022, edge=0.0024, puff=0.0035, reach=0.03, under=under)
    edge = line(
        (0.014, -0.078), (0.044, -0.089), (0.076, -0.097), (0.092, -0.060), (0.098, -0.024)
    ) * np.array([side, 1.0])
    return panel.part("collar", material, step=0.0022, seams=[edge])


def shirt(cut: Cut) -> list[Part]:
    """A shirt with collar, placket, pocket, cuffs and a curved tail."""
    made = block(
        cut,
        neck=0.080,
        throat=0.075,
        shoulder=cut.chest * 0.86,
        drop=0.042,
        angle=61,
        cuff=0.118,
        armhole=0.235,
        curve=0.045,
    )
    relief = made.drape(cut, "poplin", strength=1.0, soft=0.0026)
    striped = cut.palette.second != cut.palette.main
    fabric = cut.fabric(pattern="stripe" if striped else "")
    throat = 0.012 if cut.back else 0.072
    front = body(made, relief, throat=-throat, edge=0.006, puff=0.008)
    lower = beneath(made, 0.0)
    seams = made.seams(hem=0.008, cuff=0.0)
    parts = [lower.part("back", cut.inside(), step=0.005)]
    if cut.back:
        yoke = line((-made.shoulder[0], -0.095), (0, -0.108), (made.shoulder[0], -0.095))
        pleat = [line((x, -0.108), (x * 1.05, -0.24), (x * 1.02, -0.40)) for x in (-0.018, 0.018)]
        parts.append(front.part("front", fabric, seams=[*seams, yoke, *pleat]))
        stand = outline(
            [(-0.083, -0.014), (0, -0.022), (0.083, -0.014)],
            [(0.083, -0.014), (0.092, 0.012), (0.072, 0.034)],
            [(0.072, 0.034), (0, 0.040), (-0.072, 0.034)],
            [(-0.072, 0.034), (-0.092, 0.012), (-0.083, -0.014)],
        )
        collar = Panel(stand, base=0.003, edge=0.004, puff=0.006, under=front)
        parts.append(
            collar.part(
                "collar",
                fabric,
                step=0.0025,
                seams=[line((-0.078, -0.008), (0, -0.016), (0.078, -0.008))],
            )
        )
    else:
        parts.append(front.part("front", fabric, seams=seams))
        low = made.hem[1] - made.curve * 1.28
        placket = Panel(
            band((0.0165, -0.070), (0.0165, low + 0.002), -0.033),
            base=0.0011,
            edge=0.0012,
            puff=0.0006,
            under=front,
        )
        parts.append(
            placket.part(
                "placket",
                fabric,
                step=0.0024,
                seams=[line((s * 0.0115, -0.072), (s * 0.0115, low)) for s in (-1, 1)],
            )
        )
        inner = outline(
            [(-0.079, -0.006), (-0.04, 0.012), (0, 0.016), (0.04, 0.012), (0.079, -0.006)],
            [(0.079, -0.006), (0.052, -0.028), (0, -0.045), (-0.052, -0.028), (-0.079, -0.006)],
        )
        inside = Panel(inner, base=0.002, edge=0.002, puff=0.001, under=lower)
        parts.append(inside.part("stand", cut.fabric(pattern=fabric.pattern), step=0.003))
        parts.append(label(inside, -0.004, cut))
        parts += [_collar_leaf(side, front, fabric) for side in (1, -1)]
        shell = cloth("shell", "#efe9dc")
        places = [(0.0, -0.088 - 0.088 * k) for k in range(7)]
        parts.append(buttons(placket, places, 0.0056, shell))
        x, y = 0.072, -0.215
        pocket_shape = outline(
            [(x, y), (x + 0.115, y)],
            [(x + 0.115, y), (x + 0.115, y - 0.105)],
            [(x + 0.115, y - 0.105), (x + 0.0575, y - 0.128)],
            [(x + 0.0575, y - 0.128), (x, y - 0.105)],
            [(x, y - 0.105), (x, y)],
        )
        pocket = Panel(pocket_shape, base=0.0009, edge=0.0009, puff=0.0008, under=front)
        edge = outline(
            [(x + 0.001, y), (x + 0.001, y - 0.104)],
            [(x + 0.001, y - 0.104), (x + 0.0575, y - 0.1265)],
            [(x + 0.0575, y - 0.1265), (x + 0.114, y - 0.104)],
            [(x + 0.114, y - 0.104), (x + 0.114, y)],
        )
        parts.append(
            pocket.part(
                "pocket",
                fabric,
                step=0.0025,
                seams=[edge, line((x, y - 0.026), (x + 0.115, y - 0.026))],
            )
        )
    for side in (1, -1):
        a, b = made.cuffline(0.058), made.cuffline(-0.003)
        shape = np.concatenate([a, b[::-1]]) * np.array([side, 1.0])
        cuff = Panel(shape, base=0.0015, edge=0.003, puff=0.002, under=front)
        turn = np.radians(90 - made.sleeve_angle) * side
        rows = [made.cuffline(s) * np.array([side, 1.0]) for s in (0.052, 0.003)]
        parts.append(cuff.part("cuff", fabric, step=0.0025, turn=turn, seams=rows))
        if not cut.back:
            a1, a2 = np.array(made.outer), np.array(made.inner)
            at = (a1 + (a2 - a1) * 0.78) + (np.array(made.shoulder) - a1) / np.linalg.norm(
                np.array(made.shoulder) - a1
            ) * 0.026
            parts.append(
                buttons(
                    cuff, [(float(at[0]) * side, float(at[1]))], 0.0050, cloth("shell", "#efe9dc")
                )
            )
    return parts
