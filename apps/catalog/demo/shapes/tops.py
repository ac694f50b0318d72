"""Tops: T-shirt, longsleeve, shirt, jumper, bomber and coat."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.blocks import Block, beneath, block, body
from apps.catalog.demo.shapes.curve import Points
from apps.catalog.demo.shapes.cutting import Cut, band, buttons, flipped, line
from apps.catalog.demo.shapes.drape import crumple
from apps.catalog.demo.shapes.mesh import Part, merge
from apps.catalog.demo.shapes.panel import Panel, inset, outline
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, metal, mixed


def _neckband(
    made: Block, throat: float, width: float, under: Panel, material: Material, lift: float = 0.0012
) -> Part:
    """A ribbed band round the front neckline."""
    right = outline(made.half(throat)[0])
    inner = np.concatenate([flipped(right)[:-1], right])
    outer = inset(inner, -width)
    shape = np.concatenate([inner, outer[::-1]])
    panel = Panel(shape, base=lift, edge=0.0016, puff=0.0004, reach=0.01, under=under)
    return panel.part("neckband", material, step=0.0022)


def _label(under: Panel, y: float, cut: Cut) -> Part:
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


def _plain_top(
    cut: Cut, made: Block, neck_back: float, rib: Material | None, width: float, seams: list[Points]
) -> list[Part]:
    relief = made.drape(cut, cut.cloth)
    throat = neck_back if cut.back else -made.throat
    front = body(made, relief, throat=-throat)
    lower = beneath(made, neck_back - 0.012 if not cut.back else throat + 0.004)
    fabric = cut.fabric(pattern=cut.motif) if cut.motif and not cut.back else cut.fabric()
    parts = [lower.part("back", cut.inside(), step=0.005), front.part("front", fabric, seams=seams)]
    if rib is not None:
        parts.append(_neckband(made, -throat, width, front, rib))
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
            parts.append(_label(lower, -neck_back - 0.020, cut))
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
    parts.append(_neckband(made, -throat, 0.030, front, rib, 0.003))
    hem = np.concatenate(
        [made.hemline(0.062), (made.hemline(-0.001) * np.array([0.985, 1.0]))[::-1]]
    )
    parts.append(
        Panel(hem, base=-0.004, edge=0.010, puff=0.010, folds=relief, under=None).part(
            "hem", rib, step=0.003
        )
    )
    for side in (1, -1):
        a, b = made.cuffline(0.070), made.cuffline(-0.004)
        shape = np.concatenate([a, b[::-1]]) * np.array([side, 1.0])
        cuff = Panel(shape, base=0.004, edge=0.011, puff=0.012)
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
        parts.append(_label(lower, -0.035, cut))
    return parts


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
        stand = Panel(inner, base=0.002, edge=0.002, puff=0.001, under=lower)
        parts.append(stand.part("stand", cut.fabric(pattern=fabric.pattern), step=0.003))
        parts.append(_label(stand, -0.004, cut))
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


def _ribbed_ends(cut: Cut, made: Block, rib: Material, depth: float) -> list[Part]:
    shape = np.concatenate(
        [
            made.hemline(depth) * np.array([1.0, 1.0]),
            (made.hemline(-0.002) * np.array([0.95, 1.0]))[::-1],
        ]
    )
    parts = [Panel(shape, base=0.002, edge=0.010, puff=0.008).part("hem", rib, step=0.003)]
    for side in (1, -1):
        a, b = made.cuffline(depth), made.cuffline(-0.004)
        middle = b.mean(0)
        outline_ = np.concatenate([a, (middle + (b - middle) * 0.86)[::-1]]) * np.array([side, 1.0])
        turn = np.radians(90 - made.sleeve_angle) * side
        parts.append(
            Panel(outline_, base=0.003, edge=0.010, puff=0.010).part(
                "cuff", rib, step=0.003, turn=turn
            )
        )
    return parts


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
    relief = made.drape(cut, "bomber", strength=1.9, soft=0.0048)
    throat = 0.010 if cut.back else 0.060
    front = body(made, relief, throat=-throat, edge=0.012, puff=0.018)
    lower = beneath(made, 0.0)
    satin = cut.fabric(wrinkle=0.7)
    rib = cloth("rib", cut.palette.second, bump=0.7)
    parts = [lower.part("back", cloth("lining", cut.palette.second), step=0.005)]
    parts.append(front.part("front", satin, seams=made.seams(hem=0.0, cuff=0.0), step=0.003))
    parts += _ribbed_ends(cut, made, rib, 0.062)
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
    parts += [stand.part("collar", rib, step=0.003), _label(lower, -0.036, cut)]
    parts.append(_neckband(made, -throat, 0.034, front, rib, 0.003))
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
    from apps.catalog.demo.shapes.mesh import rotation

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
                seams=[line(a * [side, 1] + [0.004, 0], b * [side, 1] + [0.004, 0])],
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
    parts.append(_label(lining, -0.002, cut))
    places = [(x, y) for y in (-0.42, -0.54, -0.66) for x in (0.066, -0.052)]
    parts.append(buttons(flap, places, 0.0125, cloth("horn", "#3a2a20")))
    for side in (1, -1):
        row = made.cuffline(0.085) * np.array([side, 1.0])
        strap = np.concatenate([row, (made.cuffline(0.045) * np.array([side, 1.0]))[::-1]])
        panel = Panel(strap, base=0.002, edge=0.003, puff=0.001, under=front)
        parts.append(panel.part("cuff", wool, step=0.003))
    return parts


__all__ = ["bomber", "coat", "crumple", "jumper", "longsleeve", "mixed", "shirt", "tee"]
