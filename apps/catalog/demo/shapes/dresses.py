"""Dresses: the tea dress and the slip."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.blocks import block
from apps.catalog.demo.shapes.curve import Points, tube
from apps.catalog.demo.shapes.cutting import Cut, band, buttons, line, tape
from apps.catalog.demo.shapes.drape import (
    Fold,
    crumple,
    fan,
    flare,
    folds,
    together,
)
from apps.catalog.demo.shapes.mesh import Part
from apps.catalog.demo.shapes.panel import Panel, inset, outline
from apps.catalog.demo.studio.materials import cloth, mixed


def _skirt_outline(
    half_top: float,
    half_hem: float,
    top: float,
    hem: float,
    wave: float,
    count: int,
    rng: np.random.Generator,
) -> Points:
    """A flared outline whose hem rises and falls with its folds."""
    x = np.linspace(half_hem, -half_hem, 240)
    s = x / half_hem
    phase = rng.uniform(0, 6.28)
    rise = 0.045 * s**2 + wave * (
        0.5 + 0.5 * np.sin(np.pi * count * s + phase + 0.9 * np.sin(3.1 * s + phase))
    )
    bottom = np.stack([x, hem + rise], 1)
    right = outline(
        [
            (half_top, top),
            (half_top + (half_hem - half_top) * 0.40, top + (hem - top) * 0.30),
            tuple(bottom[0]),
        ]
    )
    left = outline(
        [
            tuple(bottom[-1]),
            (-half_top - (half_hem - half_top) * 0.40, top + (hem - top) * 0.30),
            (-half_top, top),
        ]
    )
    return np.concatenate(
        [outline([(-half_top, top), (0, top - 0.004), (half_top, top)]), right, bottom, left]
    )


def tea_dress(cut: Cut) -> list[Part]:
    """A printed dress: fitted bodice, short sleeves, gathered skirt, buttons down the front."""
    rng = cut.rng
    waist_y = -0.405
    bodice_cut = Cut(
        cut.cloth,
        cut.palette,
        cut.back,
        0.415,
        cut.chest,
        cut.waist,
        cut.waist,
        cut.sleeve,
        "",
        rng,
    )
    made = block(
        bodice_cut,
        neck=0.090,
        throat=0.155,
        shoulder=cut.chest * 0.84,
        drop=0.040,
        angle=44,
        cuff=0.165,
        armhole=0.195,
        curve=0.002,
    )
    throat = 0.030 if cut.back else 0.155
    bodice_relief = together(
        made.drape(bodice_cut, "lawn", strength=0.8),
        folds(
            fan(rng, (0.10, waist_y), 84, 40, 6, 0.12, 0.003)
            + fan(rng, (-0.10, waist_y), 96, 40, 6, 0.12, 0.003)
        ),
    )
    top = Panel(made.shape(-throat), base=0.006, edge=0.006, puff=0.008, folds=bodice_relief)
    shape = _skirt_outline(cut.waist * 0.99, cut.hem, waist_y + 0.006, -cut.length, 0.014, 9, rng)
    relief = together(
        flare(rng, waist_y, -cut.length, cut.waist, cut.hem, 9, 0.016),
        crumple("lawn-skirt", 0.0022),
    )
    skirt = Panel(shape, base=0.004, edge=0.006, puff=0.006, folds=relief, fade=0.02)
    fabric = cut.fabric()
    under_shape = shape.copy()
    low = under_shape[:, 1] < -cut.length + 0.08
    under_shape[low] += np.array([0.006, 0.006])
    parts = [
        Panel(under_shape, base=0.0, edge=0.003, puff=0.001).part(
            "inside", cut.inside(), step=0.006
        ),
        Panel(made.shape(-0.022), base=0.0, edge=0.003, puff=0.001).part(
            "inside", cut.inside(), step=0.005
        ),
    ]
    hem = shape[(shape[:, 1] < -cut.length + 0.08)]
    hem = hem[np.argsort(-hem[:, 0])] + np.array([0, 0.020])
    parts.append(skirt.part("skirt", fabric, seams=[hem], step=0.0034))
    seams = made.seams(hem=0.0, cuff=0.016)
    if cut.back:
        seams += [
            line((0.0, -0.04), (0.001, -0.2), (0.0, waist_y)),
            *(line((s * 0.085, waist_y), (s * 0.095, -0.27), (s * 0.08, -0.20)) for s in (1, -1)),
        ]
    else:
        seams += [line((s * 0.09, waist_y), (s * 0.10, -0.32), (s * 0.085, -0.26)) for s in (1, -1)]
    parts.append(top.part("bodice", fabric, seams=seams))
    sash = Panel(
        band((-cut.waist * 0.962, waist_y - 0.012), (cut.waist * 0.985, waist_y - 0.012), 0.026),
        base=0.001,
        edge=0.0024,
        puff=0.001,
        under=top,
    )
    parts.append(
        sash.part(
            "waistband",
            fabric,
            step=0.0028,
            seams=[
                line((-cut.waist, waist_y - 0.008), (cut.waist, waist_y - 0.008)),
                line((-cut.waist, waist_y + 0.010), (cut.waist, waist_y + 0.010)),
            ],
        )
    )
    neck = outline(made.half(-throat)[0])
    whole = np.concatenate([(neck[::-1] * np.array([-1.0, 1.0]))[:-1], neck])
    facing = Panel(
        np.concatenate([whole, inset(whole, -0.010)[::-1]]),
        base=0.001,
        edge=0.001,
        puff=0.0,
        under=top,
    )
    parts.append(
        facing.part(
            "binding",
            cloth("poplin", mixed(cut.palette.second, cut.palette.main, 0.1)),
            step=0.0022,
        )
    )
    if not cut.back:
        fly = Panel(
            band((0.013, -throat - 0.006), (0.013, waist_y + 0.010), -0.026),
            base=0.001,
            edge=0.001,
            puff=0.0006,
            under=top,
        )
        parts.append(
            fly.part(
                "placket",
                fabric,
                step=0.0024,
                seams=[line((s * 0.0095, -throat), (s * 0.0095, waist_y)) for s in (-1, 1)],
            )
        )
        parts.append(
            buttons(
                fly,
                [(0.0, -throat - 0.022 - 0.043 * k) for k in range(5)],
                0.0058,
                cloth("shell", "#e8dcc8"),
            )
        )
    return parts


def slip(cut: Cut) -> list[Part]:
    """A bias slip with a cowl and thin straps."""
    rng = cut.rng
    satin = cut.fabric(wrinkle=0.25, stitch=None)
    straps_y, bust = 0.0, -0.215
    waist_y, c, w, h, low = -0.46, cut.chest, cut.waist, cut.hem, -cut.length
    dip = 0.040 if not cut.back else 0.130
    right = [
        [
            (0.0, bust - dip),
            (0.055, bust - dip * 0.80),
            (0.105, bust - 0.010),
            (0.128, bust + 0.035),
        ],
        [(0.128, bust + 0.035), (0.152, bust + 0.004), (c, bust - 0.055)],
        [
            (c, bust - 0.055),
            (w + 0.006, waist_y + 0.03),
            (w + 0.022, waist_y - 0.12),
            (h * 0.80, -0.86),
            (h, low + 0.02),
        ],
        [(h, low + 0.02), (h * 0.5, low - 0.006), (0.0, low - 0.010)],
    ]
    half = outline(*right)
    shape = np.concatenate([half, half[::-1] * np.array([-1.0, 1.0])])
    cowl = (
        []
        if cut.back
        else [
            Fold(
                (-0.115 + 0.012 * k, bust + 0.012 - 0.026 * k),
                (0.115 - 0.012 * k, bust + 0.006 - 0.026 * k),
                0.0062 - 0.0009 * k,
                0.010,
                -0.030 - 0.011 * k,
            )
            for k in range(5)
        ]
    )
    bias = [
        Fold((x0, y0), (x1, y1), a, 0.020, b)
        for x0, y0, x1, y1, a, b in [
            (-c * 0.9, -0.33, 0.06, -0.62, 0.0048, 0.02),
            (c * 0.9, -0.36, -0.05, -0.70, 0.0052, -0.03),
            (-w, -0.50, 0.10, -0.92, 0.0060, 0.03),
            (w, -0.52, 0.02, -1.0, 0.0056, -0.04),
            (0.10, -0.55, 0.17, -1.06, 0.0075, 0.02),
            (-0.06, -0.60, -0.12, -1.08, 0.0075, -0.02),
            (-0.16, -0.66, -0.22, -1.08, 0.0065, -0.01),
            (0.03, -0.70, 0.04, -1.09, 0.0065, 0.01),
        ]
    ]
    hem_folds = flare(rng, waist_y + 0.02, low, w, h, 5, 0.020, gathered=False)
    relief = together(folds(cowl + bias), hem_folds, crumple("slip", 0.0024))
    front = Panel(shape, base=0.003, edge=0.005, puff=0.006, folds=relief)
    other_dip = 0.130 if not cut.back else 0.040
    back_half = outline(
        [
            (0.0, bust - 0.05 if cut.back else bust - other_dip),
            (0.08, bust - other_dip * 0.75),
            (0.128, bust + 0.03),
        ],
        *right[1:],
    )
    back_shape = np.concatenate([back_half, back_half[::-1] * np.array([-1.0, 1.0])]) + np.array(
        [0.0, -0.004]
    )
    lower = Panel(back_shape, base=0.0, edge=0.002, puff=0.001)
    parts = [lower.part("back", cut.inside(), step=0.006)]
    neckline = np.concatenate(
        [(outline(right[0])[::-1] * np.array([-1.0, 1.0]))[:-1], outline(right[0])]
    )
    arms = [outline(right[1]) * np.array([s, 1.0]) for s in (1, -1)]
    edge_seams = [inset(neckline, -0.006)]
    hem = outline(right[3])
    hem_line = np.concatenate([hem, (hem[::-1] * np.array([-1.0, 1.0]))[1:]]) + np.array([0, 0.010])
    parts.append(front.part("front", satin, seams=[*edge_seams, hem_line], step=0.0034))
    rolled = cloth("satin", cut.palette.main)
    parts += [tape(front, arm, 0.0016, rolled, "binding", 0.0005) for arm in arms]
    for side in (1, -1):
        sway = float(rng.normal(0, 0.012))
        strap = line(
            (side * 0.128, bust + 0.032),
            (side * 0.121 + sway, bust + 0.12),
            (side * 0.098 + sway, straps_y - 0.02),
            (side * 0.085, straps_y),
            (side * 0.092, straps_y - 0.05),
            (side * 0.100, bust - 0.040),
        )
        rise = np.full(len(strap), 0.0030)
        parts.append(
            tube(
                "straps",
                np.column_stack(
                    [strap, rise - 0.001 + 0.004 * np.sin(np.linspace(0.9, 0, len(strap)) * np.pi)]
                ),
                0.0029,
                rolled,
                squash=0.42,
                power=3,
                around=14,
            )
        )
    return parts
