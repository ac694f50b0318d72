"""The sneaker: overlays, cup sole, tongue and laces."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.curve import Points, smooth, tube, vector
from apps.catalog.demo.shapes.last import (
    Last,
    ShoeSize,
    insole,
    laid,
    patch,
    sole,
)
from apps.catalog.demo.shapes.mesh import Part, merge, thick
from apps.catalog.demo.shapes.model import Palette
from apps.catalog.demo.shapes.uppers import TOE, thread, upper
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, mixed


def sneaker(size: ShoeSize, palette: Palette) -> list[Part]:
    last = Last(
        size.length,
        size.width,
        0.008,
        0.024,
        0.05,
        0.33,
        0.050,
        0.062,
        0.074,
        0.040,
        0.335,
        0.010,
        True,
    )
    leather = cloth(
        size.cloth,
        palette.main,
        stitch=thread(palette.main, (0.0, 0.0022)),
        crease=0.6,
        wrinkle=0.2,
    )
    tab = cloth("nappa", palette.accent, stitch=thread(palette.accent))
    rubber = cloth(
        "rubber",
        palette.second,
        stitch=Stitch(mixed(palette.second, "#ffffff", 0.5), (0.0,), 0.0050, 0.0007),
        crease=0.0,
    )
    points = last.upper()
    rows = points.shape[0] - 1
    cap = patch(
        "cap",
        points,
        np.linspace(0.5, rows * 0.42, 30),
        np.linspace(TOE - 42, TOE + 42, 80),
        0.0012,
        leather,
    )
    counter = patch(
        "counter",
        points,
        np.linspace(rows * 0.42, rows * 0.99, 30),
        np.linspace(-26, 26, 60),
        0.0016,
        tab,
    )
    stays = []
    for sign in (-1, 1):
        grid = np.linspace(0.70, 0.998, 20)[:, None] * rows + 0 * np.linspace(0, 1, 50)[None]
        column = TOE + sign * np.linspace(6, 76, 50)[None] + 0 * grid
        stays.append(laid("stays", points, grid, column, 0.0014, leather))
    laces, tongue = _lacing(
        last, points, leather, cloth("grosgrain", mixed(palette.second, "#ffffff", 0.3))
    )
    return [
        upper("upper", points, leather, 0.0, where="rim"),
        merge("overlays", [cap, *stays]),
        counter,
        insole(last, cloth("jersey", mixed(palette.main, "#d8d2c6", 0.5))),
        sole(last, rubber, 0.0050, 0.031, tread=True),
        tongue,
        laces,
    ]


def _lacing(last: Last, points: Points, leather: Material, lace: Material) -> tuple[Part, Part]:
    """Laces through five pairs of eyelets over a padded tongue, tied in a bow."""
    top = points[-1]
    at = [TOE + s for s in (12, 24, 35, 45, 54)]
    right = [top[k] for k in at]
    left = [top[2 * TOE - k] for k in at]
    middle = [(a + b) / 2 for a, b in zip(left, right, strict=True)]
    tubes = []

    def strand(a: Points, b: Points, lift: float) -> Part:
        along = (a - b) / np.linalg.norm(a - b)
        out_a, out_b = a + along * 0.007, b - along * 0.007
        centre = (a + b) / 2 + np.array([0, 0, lift])
        path = smooth(
            [
                out_a + vector(0, 0, -0.003),
                a + along * 0.002 + vector(0, 0, 0.004),
                centre,
                b - along * 0.002 + vector(0, 0, 0.004),
                out_b + vector(0, 0, -0.003),
            ],
            30,
        )
        return tube("laces", path, 0.0030, lace, squash=0.45, power=3, around=14)

    for k in range(5):
        tubes.append(strand(left[k], right[k], 0.0085))
        if k < 4:
            tubes.append(strand(left[k], right[k + 1], 0.0062))
            tubes.append(strand(right[k], left[k + 1], 0.0066))
    knot = middle[-1] + np.array([0, 0.0, 0.0125])
    tubes.append(
        tube(
            "laces",
            knot + np.outer([-1.0, 0.0, 1.0], [0.005, 0.0, 0.0]),
            0.0045,
            lace,
            around=14,
        )
    )
    for side in (-1, 1):
        loop = smooth(
            [
                knot,
                knot + vector(side * 0.022, 0.006, 0.007),
                knot + vector(side * 0.043, -0.004, -0.008),
                knot + vector(side * 0.030, -0.014, -0.004),
                knot + vector(0, -0.002, 0),
            ],
            40,
        )
        tail = smooth(
            [
                knot,
                knot + vector(side * 0.016, -0.014, 0.003),
                knot + vector(side * 0.030, -0.036, -0.012),
                knot + vector(side * 0.036, -0.056, -0.024),
            ],
            30,
        )
        tubes += [
            tube("laces", loop, 0.0027, lace, squash=0.5, around=12),
            tube("laces", tail, 0.0026, lace, squash=0.5, around=12),
        ]
    spine = smooth(
        [
            middle[0] + vector(0, -0.004, -0.004),
            middle[1] + vector(0, 0, -0.001),
            middle[2],
            middle[4] + vector(0, 0, 0.001),
            middle[4] + vector(0, 0.008, 0.016),
            middle[4] + vector(0, 0.014, 0.030),
        ],
        60,
    )
    across = np.linspace(-1, 1, 31)
    half = np.linspace(0.012, 0.026, 60)
    grid = np.stack(
        [
            spine[:, :1] + across[None] * half[:, None],
            spine[:, 1:2] + 0.004 * across[None] ** 2,
            spine[:, 2:] - 0.007 * across[None] ** 2 + 0 * half[:, None],
        ],
        -1,
    )
    grid[-8:, :, 2] -= (np.linspace(0, 1, 8)[:, None] ** 2) * 0.006 * across[None] ** 4
    tongue = thick("tongue", grid[:, ::-1], 0.005, leather)
    return merge("laces", tubes), tongue
