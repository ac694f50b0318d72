"""Shoes, always in pairs: pump, loafer, sneaker and ankle boot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.curve import Points, smooth, tube
from apps.catalog.demo.shapes.last import (
    AROUND,
    Last,
    heel_block,
    insole,
    patch,
    sole,
    surface_lengths,
)
from apps.catalog.demo.shapes.mesh import Part, merge, rotation, sheet, thick
from apps.catalog.demo.shapes.model import Model, Palette
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, metal, mixed

TOE = AROUND // 2


@dataclass(frozen=True)
class FootwearSpec:
    """``kind`` is pump, loafer, sneaker or boot; length, width and heel in metres."""

    kind: str
    length: float
    width: float
    heel: float
    cloth: str

    def build(self, palette: Palette, view: str) -> Model:
        """The pair standing side by side, one a little ahead."""
        shoe = {"pump": _pump, "loafer": _loafer, "sneaker": _sneaker, "boot": _boot}[self.kind](
            self, palette
        )
        gap = self.width * 0.62
        ahead = self.length * 0.10
        pair = []
        for part in shoe:
            left = part.moved((gap, 0, 0), turn=rotation("z", 4))
            right = part.moved(mirror=True).moved((-gap, ahead, 0), turn=rotation("z", -5))
            pair.append(merge(part.name, [left, right]))
        yaw = {"front": 38.0, "side": 82.0, "back": 215.0}[view]
        pitch = {"front": 30.0, "side": 15.0, "back": 24.0}[view]
        return Model(pair, yaw=yaw, pitch=pitch, fill=0.76)


def _upper(name: str, points: Points, leather: Material, line: float, *, where: str) -> Part:
    """The upper with a seam: an apron over the toe, or a row along the topline."""
    around, up = surface_lengths(points)
    total = up[-1:]
    rim = total - up - 0.004
    if where == "apron":
        column = np.abs(np.arange(points.shape[1]) - TOE) / TOE
        toe = np.clip((0.60 - column) / 0.06, 0, 1)[None]
        apron = up - total * line
        across = np.where((np.abs(apron) < np.abs(rim)) & (toe > 0), apron, rim)
        across = np.where(toe > 0, across, rim)
    else:
        across = rim
    seam = np.stack([across, around], -1)
    return thick(
        name,
        points,
        0.0022,
        leather,
        closed=(False, True),
        uv=np.stack([around, up], -1),
        seam=seam,
    )


def _thread(colour: str, rows: tuple[float, ...] = (0.0,)) -> Stitch:
    return Stitch(mixed(colour, "#f0e4d2", 0.22), rows, 0.0030, 0.00042)


def _pump(spec: FootwearSpec, palette: Palette) -> list[Part]:
    last = Last(
        spec.length,
        spec.width,
        spec.heel,
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
        spec.cloth,
        palette.main,
        stitch=Stitch(mixed(palette.main, "#000000", 0.3), (0.0,), 0.0028, 0.0004),
        crease=0.2,
        groove=0.5,
    )
    black = cloth("calf", mixed(palette.main, "#100c0c", 0.5), roughness=0.3)
    return [
        _upper("upper", last.upper(), suede, 0.0, where="rim"),
        insole(last, cloth("nappa", palette.second)),
        sole(last, black, 0.0008, 0.0042, tread=False),
        heel_block(
            last,
            suede if spec.cloth == "calf" else cloth("suede", palette.main),
            tip=0.17,
            front=0.275,
            lift=-0.004,
        ),
    ]


def _loafer(spec: FootwearSpec, palette: Palette) -> list[Part]:
    last = Last(
        spec.length,
        spec.width,
        spec.heel,
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
    leather = cloth(spec.cloth, palette.main, stitch=_thread(palette.main), crease=0.8, groove=1.6)
    dark = cloth(
        "calf", palette.second, stitch=Stitch("#b99a70", (0.0,), 0.0034, 0.0006), roughness=0.4
    )
    points = last.upper()
    strap = patch(
        "strap",
        points,
        np.linspace(3, 58.9, 50),
        np.linspace(TOE - 38, TOE + 38, 90),
        0.0018,
        leather,
    )
    del strap
    band = _saddle(points, leather)
    stack = heel_block(
        last,
        cloth("bridle", mixed(palette.second, "#7a5030", 0.25), groove=0.7, crease=0.0),
        tip=0.95,
        front=0.24,
        lift=0.0,
    )
    return [
        _upper("upper", points, leather, 0.62, where="apron"),
        band,
        insole(last, cloth("nappa", "#b08a63")),
        sole(last, dark, 0.0042, 0.0075, tread=False),
        stack,
    ]


def _saddle(points: Points, leather: Material) -> Part:
    """The penny strap: a band over the vamp just before the throat, with its slot."""
    rows = points.shape[0] - 1
    places, across = np.linspace(0.10, 1.0, 40), np.linspace(-1, 1, 11)
    del across
    sides = []
    for sign in (-1, 1):
        column = TOE + sign * np.linspace(84, 2, 60)
        lower = 0.30 + 0.58 * np.linspace(0, 1, 60) ** 0.9
        grid_r = lower[None] + (1 - lower[None]) * (places[:, None] - 0.1) / 0.9 * 0.86
        sides.append((grid_r * (rows - 1), np.broadcast_to(column, grid_r.shape)))
    from apps.catalog.demo.shapes.last import laid

    parts = [laid("strap", points, r, np.asarray(c, float), 0.0020, leather) for r, c in sides]
    return merge("strap", parts)


def _sneaker(spec: FootwearSpec, palette: Palette) -> list[Part]:
    last = Last(
        spec.length,
        spec.width,
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
        spec.cloth,
        palette.main,
        stitch=_thread(palette.main, (0.0, 0.0022)),
        crease=0.6,
        wrinkle=0.2,
    )
    tab = cloth("nappa", palette.accent, stitch=_thread(palette.accent))
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
        from apps.catalog.demo.shapes.last import laid

        stays.append(laid("stays", points, grid, column, 0.0014, leather))
    laces, tongue = _lacing(
        last, points, leather, cloth("grosgrain", mixed(palette.second, "#ffffff", 0.3))
    )
    return [
        _upper("upper", points, leather, 0.0, where="rim"),
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
                out_a + [0, 0, -0.003],
                a + along * 0.002 + [0, 0, 0.004],
                centre,
                b - along * 0.002 + [0, 0, 0.004],
                out_b + [0, 0, -0.003],
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
            np.stack([knot - [0.005, 0, 0], knot, knot + [0.005, 0, 0]]),
            0.0045,
            lace,
            around=14,
        )
    )
    for side in (-1, 1):
        loop = smooth(
            [
                knot,
                knot + [side * 0.022, 0.006, 0.007],
                knot + [side * 0.043, -0.004, -0.008],
                knot + [side * 0.030, -0.014, -0.004],
                knot + [0, -0.002, 0],
            ],
            40,
        )
        tail = smooth(
            [
                knot,
                knot + [side * 0.016, -0.014, 0.003],
                knot + [side * 0.030, -0.036, -0.012],
                knot + [side * 0.036, -0.056, -0.024],
            ],
            30,
        )
        tubes += [
            tube("laces", loop, 0.0027, lace, squash=0.5, around=12),
            tube("laces", tail, 0.0026, lace, squash=0.5, around=12),
        ]
    spine = smooth(
        [
            middle[0] + [0, -0.004, -0.004],
            middle[1] + [0, 0, -0.001],
            middle[2],
            middle[4] + [0, 0, 0.001],
            middle[4] + [0, 0.008, 0.016],
            middle[4] + [0, 0.014, 0.030],
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


def _boot(spec: FootwearSpec, palette: Palette) -> list[Part]:
    last = Last(
        spec.length,
        spec.width,
        spec.heel,
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
    leather = cloth(
        spec.cloth, palette.main, stitch=_thread(palette.main), crease=0.5, wrinkle=0.35
    )
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
    blend = slice(38, 56)
    for _ in range(10):
        inner = (points[37:55] + 2 * points[blend] + points[39:57]) / 4
        points[blend] = inner
    upper = _upper("upper", points, leather, 0.0, where="rim")
    elastic = cloth(
        "rib",
        mixed(palette.main, "#151210", 0.4),
        bump=0.35,
        stitch=_thread(palette.main),
        turn=0.0,
    )
    gores = []
    for mid in (AROUND // 4 - 10, AROUND - AROUND // 4 + 10):
        r = np.linspace(44, 88, 40)[:, None]
        half = 4 + 11 * ((r - 44) / 44) ** 0.8
        c = mid + half * np.linspace(-1, 1, 30)[None]
        from apps.catalog.demo.shapes.last import laid

        gores.append(laid("gores", points, r + 0 * c, c, 0.0006, elastic))
    loops = []
    for k in (0, TOE):
        foot = points[-4, k]
        outward = np.array([0, 1.0 if k == 0 else -1.0, 0])
        path = smooth(
            [
                foot + outward * 0.002,
                foot + [0, 0, 0.018] + outward * 0.004,
                foot + [0, 0, 0.022],
                foot + [0, 0, 0.012] - outward * 0.004,
            ],
            24,
        )
        loops.append(
            tube(
                "loops",
                path,
                0.007,
                cloth("grosgrain", mixed(palette.main, "#3a3230", 0.3)),
                squash=0.16,
                power=4,
            )
        )
    return [
        upper,
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


__all__ = ["FootwearSpec", "hardware", "metal", "sheet"]
