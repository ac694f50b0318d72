"""Trousers, jeans and shorts."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.curve import Points, tube, vector
from apps.catalog.demo.shapes.cutting import Cut, band, buttons, flipped, line
from apps.catalog.demo.shapes.drape import Fold, Relief, across, crumple, fan, folds, together
from apps.catalog.demo.shapes.mesh import Part, merge, rotation
from apps.catalog.demo.shapes.panel import Panel, outline
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, metal, mixed

RISE = 0.285


def _outline(cut: Cut, rise: float, spread: float) -> Points:
    """Both legs and the seat; the legs spread a little from the crotch."""
    w, hip, hem, low = cut.waist, cut.chest, 2 * cut.hem, -cut.length
    middle = spread + hem / 2
    right = [
        [(0.0, -0.004), (w * 0.5, -0.002), (w, 0.006)],
        [
            (w, 0.006),
            (w + 0.022, -0.09),
            (hip, -rise * 0.85),
            (hip + 0.002, -rise - 0.10),
            (middle + hem * 0.56, (low - rise) * 0.55),
            (middle + hem / 2, low),
        ],
        [(middle + hem / 2, low), (middle, low - 0.004), (middle - hem / 2, low)],
        [
            (middle - hem / 2, low),
            (middle - hem * 0.56, (low - rise) * 0.56),
            (0.016, -rise - 0.09),
            (0.0, -rise),
        ],
    ]
    half = outline(*right)
    return np.concatenate([half, half[::-1] * np.array([-1.0, 1.0])])


def _drape(cut: Cut, rise: float, spread: float, strength: float, crease: float) -> Relief:
    rng = cut.rng
    ridges: list[Fold] = []
    low = -cut.length
    for side in (1, -1):
        fans = fan(rng, (0.01, -rise + 0.01), 60, 110, 6, 0.15, 0.0042 * strength) + fan(
            rng, (0.02, -rise - 0.03), 305, 50, 4, 0.22, 0.0040 * strength
        )
        ridges += [
            Fold(
                (side * f.start[0], f.start[1]),
                (side * f.end[0], f.end[1]),
                f.high,
                f.wide,
                side * f.bend,
            )
            for f in fans
        ]
        leg = np.array([side * (spread + cut.hem), 0])
        ridges += across(
            rng,
            leg + vector(0, (low - rise) * 0.50),
            leg + vector(0, (low - rise) * 0.66),
            cut.hem * 1.1,
            7,
            0.0036 * strength,
        )
        ridges += across(
            rng,
            leg + vector(0, low + 0.16),
            leg + vector(0, low + 0.03),
            cut.hem * 2,
            5,
            0.0036 * strength,
        )
    reliefs = [folds(ridges), crumple("leg", 0.0024 * strength)]
    if crease:

        def pressed(at: Points) -> Points:
            middle = np.abs(at[:, 0]) - (
                cut.waist * 0.55
                + (spread + cut.hem - cut.waist * 0.55) * np.clip(at[:, 1] / low, 0, 1)
            )
            ridge = np.exp(-np.abs(middle) / 0.010) * np.clip((-at[:, 1] - 0.05) / 0.1, 0, 1)
            return np.asarray(crease * ridge)

        reliefs.append(pressed)
    return together(*reliefs)


def _legs(
    cut: Cut, *, rise: float, spread: float, strength: float, crease: float = 0.0
) -> tuple[Panel, Panel]:
    shape = _outline(cut, rise, spread)
    front = Panel(
        shape, base=0.004, edge=0.008, puff=0.012, folds=_drape(cut, rise, spread, strength, crease)
    )
    under = shape.copy()
    under[under[:, 1] < -cut.length + 0.02, 1] -= 0.003
    under[np.abs(under[:, 1]) < 0.012, 1] += 0.012
    return front, Panel(under, base=0.0, edge=0.002, puff=0.001)


def _waistband(
    cut: Cut, under: Panel, material: Material, depth: float, lift: float = 0.0022
) -> tuple[Panel, Part]:
    w = cut.waist
    shape = outline(
        [(-w - 0.003, -depth + 0.004), (0, -depth - 0.006), (w + 0.003, -depth + 0.004)],
        [(w + 0.003, -depth + 0.004), (w - 0.001, 0.009)],
        [(w - 0.001, 0.009), (0, -0.002), (-w + 0.001, 0.009)],
        [(-w + 0.001, 0.009), (-w - 0.003, -depth + 0.004)],
    )
    panel = Panel(shape, base=lift, edge=0.003, puff=0.0014, under=under)
    rows = [
        line((-w, -depth + 0.007), (0, -depth - 0.003), (w, -depth + 0.007)),
        line((-w, 0.006), (0, -0.005), (w, 0.006)),
    ]
    return panel, panel.part("waistband", material, step=0.0026, seams=rows)


def _loops(panel: Panel, places: list[float], depth: float, material: Material) -> Part:
    loops = []
    for x in places:
        strip = Panel(
            band((x + 0.0055, 0.012), (x + 0.0055, -depth - 0.010), -0.011),
            base=0.0018,
            edge=0.002,
            puff=0.0008,
            under=panel,
        )
        loops.append(
            strip.part(
                "loops",
                material,
                step=0.0022,
                seams=[
                    line((x - 0.003, 0.012), (x - 0.003, -depth - 0.01)),
                    line((x + 0.003, 0.012), (x + 0.003, -depth - 0.01)),
                ],
            )
        )
    return merge("loops", loops)


def _sides(cut: Cut, spread: float, inward: float) -> list[Points]:
    """Hem stitching of both legs."""
    middle, half, low = spread + cut.hem, cut.hem, -cut.length + inward
    right = line((middle - half, low), (middle, low - 0.004), (middle + half, low))
    return [right, flipped(right)]


def trousers(cut: Cut) -> list[Part]:
    """Pleated flannel trousers with a pressed crease."""
    spread, rise = 0.042, RISE
    front, lower = _legs(cut, rise=rise, spread=spread, strength=0.9, crease=0.0052)
    wool = cut.fabric(crease=0.3)
    fly = line((0.004, -0.04), (0.005, -0.16), (0.0, -rise + 0.01))
    pockets = line(
        (cut.waist * 0.80, -0.040), (cut.waist * 0.96, -0.12), (cut.chest * 0.96, -0.205)
    )
    pleats = [
        line((x, -0.042), (x + 0.006, -0.10), (x + 0.004, -0.155))
        for x in (cut.waist * 0.40, cut.waist * 0.62)
    ]
    seams = [fly, pockets, flipped(pockets), *pleats, *(flipped(p) for p in pleats)]
    parts = [
        lower.part("back", cloth("lining", cut.palette.second), step=0.006),
        front.part("front", wool, seams=seams, step=0.0034),
    ]
    panel, strip = _waistband(cut, front, wool, 0.040)
    parts.append(strip)
    parts.append(
        _loops(
            panel,
            [-cut.waist * 0.62, -cut.waist * 0.2, cut.waist * 0.30, cut.waist * 0.66],
            0.040,
            wool,
        )
    )
    parts.append(buttons(panel, [(0.022, -0.020)], 0.0075, cloth("horn", "#4a382b")))
    return parts


def jeans(cut: Cut) -> list[Part]:
    """Five-pocket jeans with copper rivets; the back view shows yoke and patch pockets."""
    spread, rise = 0.036, RISE
    front, lower = _legs(cut, rise=rise, spread=spread, strength=1.3)
    thread = Stitch(cut.palette.second, (0.0018, 0.0062), 0.0044, 0.00062)
    denim = cut.fabric(stitch=thread, crease=1.4)
    single = cut.fabric(stitch=Stitch(cut.palette.second, (0.0,), 0.0044, 0.00062), crease=1.0)
    w = cut.waist
    copper = metal("copper")
    outseam = line(
        (w + 0.012, -0.04),
        (cut.chest - 0.007, -rise),
        (spread + cut.hem * 2.03, (-cut.length - rise) * 0.55),
        (spread + 2 * cut.hem - 0.006, -cut.length),
    )
    seams = [*_sides(cut, spread, 0.012), outseam, flipped(outseam)]
    parts = [lower.part("back", cut.inside(), step=0.006)]
    rivets: list[tuple[float, float]] = []
    if cut.back:
        yoke = line(
            (-w - 0.02, -0.075), (-0.08, -0.10), (0, -0.118), (0.08, -0.10), (w + 0.02, -0.075)
        )
        seams += [yoke, line((0, -0.04), (0.001, -0.15), (0, -rise))]
        parts.append(front.part("front", denim, seams=seams, step=0.0034))
        for side in (1, -1):
            x, y = 0.033, -0.122
            mirror = np.array([side, 1.0])
            shape = (
                outline(
                    [(x, y), (x + 0.145, y + 0.014)],
                    [(x + 0.145, y + 0.014), (x + 0.138, y - 0.125)],
                    [(x + 0.138, y - 0.125), (x + 0.070, y - 0.158)],
                    [(x + 0.070, y - 0.158), (x + 0.006, y - 0.135)],
                    [(x + 0.006, y - 0.135), (x, y)],
                )
                * mirror
            )
            pocket = Panel(shape, base=0.0018, edge=0.002, puff=0.001, under=front)
            inner = [
                line((x + 0.004, y - 0.014), (x + 0.142, y)),
                line(
                    (x + 0.012, y - 0.060),
                    (x + 0.045, y - 0.080),
                    (x + 0.072, y - 0.064),
                    (x + 0.10, y - 0.078),
                    (x + 0.138, y - 0.052),
                ),
                outline(
                    [(x + 0.003, y), (x + 0.009, y - 0.133)],
                    [(x + 0.009, y - 0.133), (x + 0.070, y - 0.154)],
                    [(x + 0.070, y - 0.154), (x + 0.135, y - 0.122)],
                    [(x + 0.135, y - 0.122), (x + 0.142, y + 0.012)],
                ),
            ]
            parts.append(
                pocket.part("pocket", single, step=0.0026, seams=[seam * mirror for seam in inner])
            )
    else:
        scoop = line((0.060, -0.040), (0.072, -0.085), (0.115, -0.108), (w + 0.026, -0.118))
        fly = line((0.034, -0.04), (0.034, -0.150), (0.020, -0.178), (0.002, -0.186))
        seams += [scoop, flipped(scoop), fly, line((0, -0.045), (0, -0.16), (0, -rise))]
        parts.append(front.part("front", denim, seams=seams, step=0.0034))
        rivets = [(s * x, y) for s in (1, -1) for x, y in ((0.064, -0.048), (w + 0.012, -0.110))]
    panel, strip = _waistband(cut, front, single, 0.040)
    parts.append(strip)
    xs = [-w * 0.66, -w * 0.24, w * 0.24, w * 0.66] if not cut.back else [-w * 0.7, 0.0, w * 0.7]
    parts.append(_loops(panel, xs, 0.040, single))
    if cut.back:
        tag = Panel(
            band((w * 0.28, -0.042), (w * 0.28 + 0.062, -0.042), 0.040),
            base=0.0015,
            edge=0.0012,
            puff=0.0,
            under=panel,
        )
        edge = band((w * 0.28 + 0.003, -0.039), (w * 0.28 + 0.059, -0.039), 0.034)
        parts.append(
            tag.part(
                "patch",
                cloth("bridle", "#8a5a30", stitch=Stitch("#d9b27a", (0.0,), 0.0036, 0.0005)),
                step=0.0025,
                seams=[edge],
            )
        )
    else:
        studs = [
            hardware.dome("rivets", 0.0042, 0.0016, copper)
            .moved(turn=rotation("x", -90))
            .moved((x, y, float(front.height(np.array([[x, y]]))[0])))
            for x, y in rivets
        ]
        z = float(panel.height(np.array([[0.004, -0.022]]))[0])
        studs.append(
            hardware.dome("rivets", 0.0085, 0.0042, copper)
            .moved(turn=rotation("x", -90))
            .moved((0.004, -0.022, z))
        )
        studs.append(
            hardware.ring("rivets", 0.0135, 0.0135, 0.0011, copper)
            .moved(turn=rotation("x", -90))
            .moved((0.004, -0.022, z + 0.0018))
        )
        parts.append(merge("rivets", studs))
    return parts


def shorts(cut: Cut) -> list[Part]:
    """Linen shorts with a gathered waist, a drawstring and patch pockets."""
    spread, rise = 0.030, 0.275
    front, lower = _legs(cut, rise=rise, spread=spread, strength=1.7)
    linen = cut.fabric()
    seams = [*_sides(cut, spread, 0.030), line((0, -0.045), (0.002, -0.16), (0, -rise))]
    parts = [
        lower.part("back", cut.inside(), step=0.006),
        front.part("front", linen, seams=seams, step=0.0032),
    ]
    w = cut.waist
    gather = together(
        lambda at: (
            0.0022 * np.sin(at[:, 0] * 480 + 2.0 * np.sin(at[:, 0] * 37))
            + 0.0012 * np.sin(at[:, 0] * 211)
        ),
        crumple("waist", 0.001),
    )
    shape = outline(
        [(-w - 0.004, -0.040), (0, -0.048), (w + 0.004, -0.040)],
        [(w + 0.004, -0.040), (w, 0.008)],
        [(w, 0.008), (0, 0.0), (-w, 0.008)],
        [(-w, 0.008), (-w - 0.004, -0.040)],
    )
    belt = Panel(shape, base=0.003, edge=0.006, puff=0.004, folds=gather, under=front)
    parts.append(
        belt.part(
            "waistband",
            linen,
            step=0.0024,
            seams=[
                line((-w, -0.036), (0, -0.044), (w, -0.036)),
                line((-w, -0.015), (0, -0.022), (w, -0.015)),
            ],
        )
    )
    for side in (1, -1):
        x, y = 0.085, -0.125
        mirror = np.array([side, 1.0])
        pocket = (
            outline(
                [(x, y), (x + 0.150, y - 0.006)],
                [(x + 0.150, y - 0.006), (x + 0.155, y - 0.165)],
                [(x + 0.155, y - 0.165), (x + 0.140, y - 0.178), (x + 0.004, y - 0.172)],
                [(x + 0.004, y - 0.172), (x - 0.002, y - 0.165), (x, y)],
            )
            * mirror
        )
        panel = Panel(
            pocket,
            base=0.002,
            edge=0.0024,
            puff=0.0022,
            under=front,
            folds=crumple("pocket", 0.0012, 0.2),
        )
        rim = [
            line((x, y - 0.022), (x + 0.15, y - 0.028)),
            line(
                (x + 0.003, y),
                (x + 0.003, y - 0.166),
                (x + 0.012, y - 0.170),
                (x + 0.138, y - 0.174),
                (x + 0.151, y - 0.164),
                (x + 0.146, y),
            ),
        ]
        parts.append(panel.part("pocket", linen, step=0.0026, seams=[r * mirror for r in rim]))
    cord = cloth("poplin", mixed(cut.palette.main, "#f4efe4", 0.5))
    tails = []
    for side in (1, -1):
        path = line(
            (side * 0.014, -0.028),
            (side * 0.022, -0.060),
            (side * 0.012 + 0.01, -0.11),
            (side * 0.034, -0.165),
        )
        rise_ = belt.height(path) + 0.0030
        tails.append(tube("cord", np.column_stack([path, rise_]), 0.0028, cord, around=12))
        end = np.column_stack([path[-6:], rise_[-6:]])
        tails.append(tube("cord", end, 0.0044, cord, around=12))
    loop = line((-0.014, -0.028), (-0.030, -0.052), (0.0, -0.044), (0.030, -0.052), (0.014, -0.028))
    tails.append(
        tube("cord", np.column_stack([loop, belt.height(loop) + 0.0036]), 0.0026, cord, around=12)
    )
    parts.append(merge("cord", tails))
    eyes = [
        hardware.ring("eyelets", 0.0085, 0.0085, 0.0011, metal("brass"))
        .moved(turn=rotation("x", -90))
        .moved((s * 0.014, -0.027, float(belt.height(np.array([[s * 0.014, -0.027]]))[0]) + 0.0004))
        for s in (1, -1)
    ]
    parts.append(merge("eyelets", eyes))
    return parts
