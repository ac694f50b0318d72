"""Lasted shoes: the pump, the loafer and the ankle boot."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.curve import Points, smooth, tube, vector
from apps.catalog.demo.shapes.last import (
    AROUND,
    Last,
    ShoeSize,
    heel_block,
    insole,
    laid,
    sole,
)
from apps.catalog.demo.shapes.mesh import Part, merge
from apps.catalog.demo.shapes.model import Palette
from apps.catalog.demo.shapes.uppers import TOE, thread, upper
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, mixed


def pump(size: ShoeSize, palette: Palette) -> list[Part]:
    last = Last(
        size.length,
        size.width,
        size.heel,
        0.004,
        1.0,
        0.285,
        0.026,
        0.040,
        0.058,
        0.026,
        0.385,
        0.008,
    )
    suede = cloth(
        size.cloth,
        palette.main,
        stitch=Stitch(mixed(palette.main, "#000000", 0.3), (0.0,), 0.0028, 0.0004),
        crease=0.2,
        groove=0.5,
    )
    black = cloth("calf", mixed(palette.main, "#100c0c", 0.5), roughness=0.3)
    return [
        upper("upper", last.upper(), suede, 0.0, where="rim"),
        insole(last, cloth("nappa", palette.second)),
        sole(last, black, 0.0008, 0.0042, tread=False),
        heel_block(
            last,
            suede if size.cloth == "calf" else cloth("suede", palette.main),
            tip=0.17,
            front=0.275,
            lift=-0.004,
        ),
    ]


def loafer(size: ShoeSize, palette: Palette) -> list[Part]:
    last = Last(
        size.length,
        size.width,
        size.heel,
        0.010,
        0.12,
        0.40,
        0.042,
        0.046,
        0.060,
        0.034,
        0.36,
        0.010,
    )
    leather = cloth(size.cloth, palette.main, stitch=thread(palette.main), crease=0.8, groove=1.6)
    dark = cloth(
        "calf", palette.second, stitch=Stitch("#b99a70", (0.0,), 0.0034, 0.0006), roughness=0.4
    )
    points = last.upper()
    band = _saddle(points, leather)
    stack = heel_block(
        last,
        cloth("bridle", mixed(palette.second, "#7a5030", 0.25), groove=0.7, crease=0.0),
        tip=0.95,
        front=0.24,
        lift=0.0,
    )
    return [
        upper("upper", points, leather, 0.62, where="apron"),
        band,
        insole(last, cloth("nappa", "#b08a63")),
        sole(last, dark, 0.0042, 0.0075, tread=False),
        stack,
    ]


def _saddle(points: Points, leather: Material) -> Part:
    """The penny strap: a band over the vamp just before the throat, with its slot."""
    rows = points.shape[0] - 1
    places = np.linspace(0.10, 1.0, 40)
    sides = []
    for sign in (-1, 1):
        column = TOE + sign * np.linspace(84, 2, 60)
        lower = 0.30 + 0.58 * np.linspace(0, 1, 60) ** 0.9
        grid_r = lower[None] + (1 - lower[None]) * (places[:, None] - 0.1) / 0.9 * 0.86
        sides.append((grid_r * (rows - 1), np.broadcast_to(column, grid_r.shape)))
    parts = [laid("strap", points, r, np.asarray(c, float), 0.0020, leather) for r, c in sides]
    return merge("strap", parts)


def boot(size: ShoeSize, palette: Palette) -> list[Part]:
    last = Last(
        size.length,
        size.width,
        size.heel,
        0.009,
        0.35,
        0.52,
        0.070,
        0.078,
        0.080,
        0.036,
        0.44,
        0.010,
    )
    leather = cloth(size.cloth, palette.main, stitch=thread(palette.main), crease=0.5, wrinkle=0.35)
    dark = cloth(
        "calf", palette.second, stitch=Stitch("#8c7657", (0.0,), 0.0034, 0.0006), roughness=0.4
    )
    lower = last.upper(46)
    top = lower[-1]
    centre = np.array([0.0, float(top[:, 1].mean()) + 0.004])
    rise = np.linspace(0, 1, 46)[1:, None, None]
    angle = np.arctan2(top[:, 0] - centre[0], top[:, 1] - centre[1])
    target = np.column_stack([0.044 * np.sin(angle), centre[1] + 0.012 + 0.056 * np.cos(angle)])
    flat = top[:, :2] + (target - top[:, :2]) * (rise * rise * (3 - 2 * rise)) * 1.0
    dip = 0.010 * np.cos(2 * angle)[None, :, None] * rise
    high = top[:, 2][None, :, None] + (0.185 - top[:, 2][None, :, None]) * rise + dip
    shaft = np.concatenate([flat, high], -1)
    points = np.concatenate([lower, shaft])
    for _ in range(60):  # the instep runs into the shaft without a corner
        points[26:72] = (points[25:71] + 2 * points[26:72] + points[27:73]) / 4
    shaft_upper = upper("upper", points, leather, 0.0, where="rim")
    elastic = cloth(
        "grosgrain",
        mixed(palette.main, "#4a423c", 0.45),
        bump=2.5,
        stitch=thread(palette.main),
        turn=np.pi / 2,
    )
    gores = []
    for mid in (AROUND // 4 - 10, AROUND - AROUND // 4 + 10):
        r = np.linspace(44, 88, 40)[:, None]
        half = 4 + 11 * ((r - 44) / 44) ** 0.8
        c = mid + half * np.linspace(-1, 1, 30)[None]
        gores.append(laid("gores", points, r + 0 * c, c, 0.0006, elastic))
    tape = cloth("grosgrain", mixed(palette.main, "#3a3230", 0.3))
    loops = []
    for k in (0, TOE):
        rim = points[-1, k]
        out = vector(0, 1.0 if k == 0 else -1.0, 0)
        path = smooth(
            [
                rim + out * 0.0016 - vector(0, 0, 0.020),
                rim + out * 0.0024 + vector(0, 0, 0.006),
                rim - out * 0.0010 + vector(0, 0, 0.017),
                rim - out * 0.0050 + vector(0, 0, 0.006),
                rim - out * 0.0045 - vector(0, 0, 0.020),
            ],
            40,
        )
        facing = (0.0, 1.0, 0.0)
        loops.append(tube("loops", path, 0.008, tape, squash=0.11, power=4, facing=facing))
    return [
        shaft_upper,
        merge("gores", gores),
        merge("loops", loops),
        insole(last, cloth("nappa", "#6e5440")),
        sole(last, dark, 0.0040, 0.0085, tread=False),
        heel_block(
            last,
            cloth("bridle", mixed(palette.second, "#5a3c26", 0.3), groove=0.6, crease=0.0),
            tip=0.92,
            front=0.23,
            lift=0.0,
        ),
    ]
