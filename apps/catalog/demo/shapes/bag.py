"""Bags: bodies wound from cross-sections, flaps, handles, straps and their hardware."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.curve import Points, profile, smooth, superellipse, tube
from apps.catalog.demo.shapes.mesh import Part, merge, rotation, sheet, thick
from apps.catalog.demo.shapes.model import Model, Palette
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, metal, mixed


@dataclass(frozen=True)
class BagSpec:
    """``kind`` is top_handle, tote, quilted, crossbody or bucket; sizes in metres."""

    kind: str
    width: float
    height: float
    depth: float
    cloth: str = ""

    def build(self, palette: Palette, view: str) -> Model:
        """The bag standing on its base; views turn the camera, not the bag."""
        parts = {
            "top_handle": _top_handle,
            "tote": _tote,
            "quilted": _quilted,
            "crossbody": _crossbody,
            "bucket": _bucket,
        }[self.kind](self, palette)
        yaw = {"front": 14.0, "side": 66.0, "back": 194.0}[view]
        pitch = {"tote": 22.0, "bucket": 26.0}.get(self.kind, 20.0)
        return Model(parts, yaw=yaw, pitch=pitch, fill=0.70)


def _thread(colour: str, rows: tuple[float, ...] = (0.0,)) -> Stitch:
    return Stitch(mixed(colour, "#f4e6d0", 0.28), rows, 0.0046, 0.00055)


def _body(
    spec: BagSpec,
    material: Material,
    *,
    power: float,
    taper: float,
    bulge: float,
    top: float = 1.0,
    rows: int = 90,
) -> Part:
    """A box of rounded section from base to rim; seams run up its four corners."""
    count = 241
    ring = superellipse(count, power)
    radius = 0.012
    t = np.linspace(0, 1, rows)
    height = np.concatenate(
        [
            np.zeros(6),
            radius * (1 - np.cos(np.linspace(0.2, 1, 8) * np.pi / 2)),
            radius + (spec.height * top - radius) * t[1:],
        ]
    )
    inset = np.concatenate(
        [
            np.linspace(spec.depth * 0.49, radius, 6),
            radius * (1 - np.sin(np.linspace(0.2, 1, 8) * np.pi / 2)),
            np.zeros(rows - 1),
        ]
    )
    share = np.clip(height / spec.height, 0, 1)
    wide = spec.width / 2 * (1 + taper * (share - 0.5)) - inset
    deep = (
        spec.depth / 2 * (1 - 0.25 * share**2)
        - inset
        + bulge * np.sin(np.pi * np.clip(share, 0, 1)) ** 1.2
    )
    points = np.stack(
        [
            wide[:, None] * ring[None, :, 0],
            deep[:, None] * ring[None, :, 1],
            np.broadcast_to(height[:, None], (len(height), count)),
        ],
        -1,
    )
    perimeter = np.concatenate(
        [[0], np.cumsum(np.linalg.norm(np.diff(points[len(height) // 2], axis=0), axis=1))]
    )
    up = np.concatenate([[0], np.cumsum(np.hypot(np.diff(height), np.diff(inset)))])
    corner = np.array([perimeter[int(k * (count - 1))] for k in (0.125, 0.375, 0.625, 0.875)])
    gap = perimeter[:, None] - corner[None]
    nearest = gap[np.arange(count), np.abs(gap).argmin(1)]
    away = np.abs(nearest)[None] - 0.006
    rim = spec.height * top - height[:, None] - 0.007
    base = height[:, None] - 0.016
    across = np.where(np.abs(rim) < np.abs(away), rim, away)
    across = np.where(np.abs(base) < np.abs(across), base, across)
    along = np.where(
        across == away, up[:, None] + 0 * perimeter[None], perimeter[None] + 0 * up[:, None]
    )
    return sheet(
        "body",
        points,
        material,
        closed=(False, True),
        uv=np.stack(np.broadcast_arrays(perimeter[None], up[:, None]), -1),
        seam=np.stack([across, along], -1),
    )


def _flap(width: float, path: Points, material: Material, corner: float, droop: float) -> Part:
    """A flap of some width along a yz path, its free end rounded at the corners."""
    rows, columns = 70, 81
    u = np.linspace(-1, 1, columns)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    x = u * width / 2
    edge = np.clip((np.abs(x) - (width / 2 - corner)) / corner, 0, 1)
    end = length[-1] - droop * u**2 - corner * (1 - np.sqrt(np.clip(1 - edge**2, 0, 1)))
    at = np.linspace(0, 1, rows)[:, None] * end[None]
    y, z = np.interp(at, length, path[:, 0]), np.interp(at, length, path[:, 1])
    points = np.stack([np.broadcast_to(x, at.shape), y, z], -1)
    side = (width / 2 - np.abs(x))[None] + 0 * at
    front = end[None] - at
    inside = np.minimum(side, front)
    seam = np.stack([inside - 0.0055, np.where(side < front, at, x[None] + 0 * at)], -1)
    uv = np.stack([np.broadcast_to(x, at.shape), at], -1)
    return thick("flap", points, 0.003, material, uv=uv, seam=seam)


def _arch(
    width: float, foot: float, height: float, y: float, lean: float, count: int = 60
) -> Points:
    """A handle's path from one foot over the top to the other."""
    x = width / 2
    return smooth(
        [
            [-x, y, foot],
            [-x * 0.97, y + lean * 0.4, foot + height * 0.45],
            [-x * 0.66, y + lean * 0.85, foot + height * 0.9],
            [0, y + lean, foot + height],
            [x * 0.66, y + lean * 0.85, foot + height * 0.9],
            [x * 0.97, y + lean * 0.4, foot + height * 0.45],
            [x, y, foot],
        ],
        count,
    )


def _top_handle(spec: BagSpec, palette: Palette) -> list[Part]:
    leather = cloth("calfskin", palette.main, stitch=_thread(palette.main))
    edge = cloth("calf", palette.accent, roughness=0.35)
    brass = metal(palette.metal)
    body = _body(spec, leather, power=7.0, taper=-0.10, bulge=0.006)
    d, h = spec.depth / 2 * 0.78, spec.height
    path = smooth(
        [
            [d + 0.004, h * 0.72],
            [d + 0.004, h * 0.96],
            [d * 0.6, h * 1.035],
            [-d * 0.6, h * 1.035],
            [-d - 0.008, h * 0.95],
            [-d - 0.017, h * 0.72],
            [-d - 0.021, h * 0.42],
        ],
        90,
    )
    flap = _flap(spec.width * 0.955, path, leather, spec.width * 0.16, 0.012)
    front = -d - 0.025
    lock = hardware.plate("lock", 0.034, 0.026, 0.004, brass, 5).moved((0, front + 0.001, h * 0.53))
    knob = hardware.plate("knob", 0.017, 0.0075, 0.009, brass, 3).moved(
        (0, front - 0.002, h * 0.53)
    )
    handle = tube(
        "handle", _arch(spec.width * 0.50, h * 1.055, 0.105, 0, 0.0), 0.0068, edge, around=22
    )
    small = []
    for side in (-1, 1):
        x = side * spec.width * 0.25
        small.append(hardware.ring("rings", 0.021, 0.024, 0.0019, brass).moved((x, 0, h * 1.053)))
        base = hardware.turned(hardware.plate("rings", 0.026, 0.018, 0.003, brass, 4), "x", -90)
        small.append(base.moved((x, 0, h * 1.037)))
    feet = [
        hardware.turned(hardware.dome("rings", 0.006, 0.004, brass), "x", 90).moved(
            (sx * spec.width * 0.4, sy * d * 0.8, 0.0035)
        )
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    tab = tube(
        "tab",
        smooth([[x, 0, h * 1.055 + 0.012] for x in (-spec.width * 0.25, -spec.width * 0.245)], 4),
        0.009,
        edge,
    )
    other = tab.moved(mirror=True)
    parts = [
        body,
        flap,
        lock,
        knob,
        handle,
        merge("rings", small + feet),
        merge("tab", [tab, other]),
    ]
    return [part.moved((0, 0, 0.0025)) for part in parts]


def _strap(path: Points, width: float, material: Material) -> Part:
    """A rolled strap."""
    return tube("strap", path, width / 2, material, squash=0.55, power=2.6, around=26)


def _tote(spec: BagSpec, palette: Palette) -> list[Part]:
    leather = cloth("bridle", palette.main, stitch=_thread(palette.main), wrinkle=0.25)
    inside = cloth("suede", mixed(palette.main, "#c9a27a", 0.35))
    dark = cloth("bridle", palette.second, stitch=_thread(palette.second))
    outer = _body(spec, leather, power=6.0, taper=0.16, bulge=0.004)
    shrunk = outer.moved()
    shrunk.vertices = (outer.vertices - outer.normals * np.float32(0.0032)).astype(np.float32)
    lining = Part("lining", shrunk.vertices, outer.faces, -outer.normals, outer.uv, inside)
    count = 241
    rim_out, rim_in = outer.vertices[-count:], shrunk.vertices[-count:]
    crown = (rim_out + rim_in) / 2 + np.array([0, 0, 0.0016], np.float32)
    rim = sheet("rim", np.stack([rim_out, crown, rim_in]), dark, closed=(False, True))
    parts = [outer, lining, rim]
    depth = spec.depth / 2 * 0.75
    straps, patches, rivets = [], [], []
    for side in (-1, 1):
        y = side * (depth + 0.0035)
        straps.append(
            _strap(
                _arch(spec.width * 0.42, spec.height * 0.80, 0.25, y, -side * 0.006 - 0.012, 90),
                0.0125,
                dark,
            )
        )
        for x in (-spec.width * 0.21, spec.width * 0.21):
            patch = hardware.plate("patch", 0.030, 0.066, 0.0028, dark, 3.2)
            stud = hardware.dome("rivet", 0.0042, 0.0022, metal("brass"))
            if side > 0:
                patch, stud = (p.moved(turn=rotation("z", 180)) for p in (patch, stud))
            patches.append(patch.moved((x, y + side * 0.001, spec.height * 0.80)))
            rivets += [
                stud.moved((x, y + side * 0.0040, spec.height * 0.80 + dz))
                for dz in (-0.022, 0.022)
            ]
    return [*parts, merge("straps", straps), merge("patches", patches), merge("rivets", rivets)]


def pillow(
    outline: Points,
    depth: float,
    material: Material,
    *,
    puff: float,
    edge: float = 0.012,
    rows: int = 46,
) -> Part:
    """A padded slab: a closed xz outline (first point repeated) with rounded, piped edges."""
    centre = outline[:-1].mean(0)
    offset = outline - centre
    reach = np.linalg.norm(offset, axis=1).min()
    face = np.linspace(0, 1, rows) ** 0.8 * (1 - edge / reach)
    y_face = -(depth / 2) - puff * (1 - (face / face[-1]) ** 2) ** 0.8
    turn = np.linspace(0, np.pi, 17)[1:-1]
    scale = np.concatenate([face, 1 - edge / reach + edge / reach * np.sin(turn), face[::-1]])
    y = np.concatenate([y_face, -(depth / 2) * np.cos(turn), -y_face[::-1]])
    points = np.stack(
        [
            centre[0] + scale[:, None] * offset[None, :, 0],
            np.broadcast_to(y[:, None], (len(y), len(outline))),
            centre[1] + scale[:, None] * offset[None, :, 1],
        ],
        -1,
    )
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(outline, axis=0), axis=1))])
    inward = (1 - edge / reach - scale) * reach
    across = np.where(scale > 1 - edge / reach, 0.004, inward - 0.004)
    seam = np.stack(np.broadcast_arrays(across[:, None], length[None]), -1)
    uv = points[..., [0, 2]].copy()
    wrap = slice(rows, rows + 15)
    uv[wrap] = np.stack(np.broadcast_arrays(length[None], y[wrap, None]), -1)
    return sheet("body", points, material, closed=(False, True), uv=uv, seam=seam)


def rounded(
    width: float, height: float, power: float, *, sag: float = 0.0, count: int = 200
) -> Points:
    """A closed rounded rectangle standing on z = 0, its top sagging a little."""
    ring = superellipse(count + 1, power)
    x, z = ring[:, 0] * width / 2, (ring[:, 1] + 1) * height / 2
    z = z - sag * np.clip(z / height, 0, 1) ** 2 * np.cos(np.pi * x / width)
    return np.stack([x * (1 - 0.05 * (z / height)), z], 1)


def _quilted(spec: BagSpec, palette: Palette) -> list[Part]:
    leather = cloth("lamb", palette.main)
    smooth_skin = cloth("nappa", palette.accent, stitch=_thread(palette.accent))
    gold = metal(palette.metal)
    shape = rounded(spec.width, spec.height, 7.0)
    body = pillow(shape, spec.depth * 0.8, leather, puff=0.012)
    d, h = spec.depth * 0.4 + 0.008, spec.height
    path = smooth(
        [
            [d - 0.002, h * 0.86],
            [d * 0.75, h * 1.0],
            [0, h * 1.03],
            [-d * 0.75, h * 1.0],
            [-d - 0.006, h * 0.86],
            [-d - 0.013, h * 0.6],
            [-d - 0.015, h * 0.34],
        ],
        90,
    )
    flap = _flap(
        spec.width * 0.985,
        path,
        cloth("lamb", palette.main, stitch=_thread(palette.main)),
        0.024,
        0.006,
    )
    front = -d - 0.019
    clasp = hardware.plate("clasp", 0.030, 0.022, 0.0045, gold, 3.5).moved(
        (0, front + 0.002, h * 0.42)
    )
    heart = hardware.ring("clasp", 0.013, 0.012, 0.0016, gold).moved((0, front - 0.003, h * 0.42))
    x = spec.width / 2
    line = smooth(
        [
            [-x - 0.004, 0.0, h * 0.84],
            [-x - 0.030, -0.02, h * 0.42],
            [-x - 0.050, -0.055, 0.010],
            [-x * 0.6, -0.125, 0.006],
            [0.01, -0.105, 0.006],
            [x * 0.55, -0.135, 0.006],
            [x + 0.045, -0.075, 0.010],
            [x + 0.033, -0.02, h * 0.42],
            [x + 0.004, 0.0, h * 0.84],
        ],
        300,
    )
    links = hardware.chain("chain", line, 0.0125, 0.0014, gold)
    lugs = [
        hardware.ring("lugs", 0.014, 0.014, 0.0016, gold).moved((s * x, 0, h * 0.86))
        for s in (-1, 1)
    ]
    return [
        body,
        flap,
        merge("clasp", [clasp, heart]),
        links,
        merge("lugs", lugs),
        _piping("trim", shape, spec.depth * 0.8, 0.0024, smooth_skin),
    ]


def _piping(name: str, outline: Points, depth: float, wire: float, material: Material) -> Part:
    """Cords along the front and back edges of a ``pillow`` of that outline and depth."""
    centre = outline[:-1].mean(0)
    reach = np.linalg.norm(outline - centre, axis=1).min()
    flat = centre + (outline - centre) * (1 - 0.30 * 0.012 / reach)
    path = np.stack([flat[:, 0], np.full(len(flat), -depth / 2 * 0.86), flat[:, 1]], 1)
    front = tube(name, path, wire, material, closed=True, around=10)
    back = tube(name, path * np.array([1, -1, 1]), wire, material, closed=True, around=10)
    return merge(name, [front, back])


def _crossbody(spec: BagSpec, palette: Palette) -> list[Part]:
    canvas = cloth("canvas", palette.main, stitch=_thread(palette.second))
    leather = cloth("bridle", palette.second, stitch=_thread(palette.second, (0.0,)))
    brass = metal("brass")
    shape = rounded(spec.width, spec.height, 3.4, sag=0.004)
    body = pillow(shape, spec.depth * 0.7, canvas, puff=0.010)
    pocket_shape = rounded(spec.width * 0.74, spec.height * 0.56, 3.6)
    pocket = pillow(pocket_shape, 0.014, canvas, puff=0.006, edge=0.007, rows=30)
    front = -spec.depth * 0.35 - 0.012
    pocket = pocket.moved((0, front, spec.height * 0.09))
    pipes = _piping("piping", shape, spec.depth * 0.7, 0.0027, leather)
    zip_path = smooth(
        [
            [-spec.width * 0.36, front - 0.002, spec.height * 0.76],
            [0, front - 0.008, spec.height * 0.775],
            [spec.width * 0.36, front - 0.002, spec.height * 0.76],
        ],
        60,
    )
    tape = tube("tape", zip_path, 0.0075, leather, squash=0.3, power=4)
    teeth = hardware.chain(
        "zip", zip_path + np.array([0, -0.0025, 0]), 0.0042, 0.0008, brass, width=1.1
    )
    pull = hardware.plate("pull", 0.009, 0.030, 0.002, brass, 4).moved(
        (spec.width * 0.31, front - 0.010, spec.height * 0.70)
    )
    x, h = spec.width / 2, spec.height
    line = smooth(
        [
            [-x * 0.93, 0.0, h * 0.86],
            [-x - 0.035, -0.01, h * 0.62],
            [-x - 0.060, -0.03, h * 0.2],
            [-x - 0.035, -0.085, 0.006],
            [-x * 0.35, -0.135, 0.005],
            [x * 0.35, -0.120, 0.005],
            [x + 0.030, -0.09, 0.006],
            [x + 0.062, -0.03, h * 0.2],
            [x + 0.036, -0.01, h * 0.62],
            [x * 0.93, 0.0, h * 0.86],
        ],
        160,
    )
    strap = tube("strap", line, 0.0105, leather, squash=0.16, power=4, around=24, facing=(0, 1, 0))
    rings = [
        hardware.ring("rings", 0.024, 0.020, 0.0021, brass, 3).moved((s * x * 0.95, 0, h * 0.87))
        for s in (-1, 1)
    ]
    return [
        body,
        pocket,
        pipes,
        tape,
        merge("zip", [teeth, pull]),
        strap,
        merge("rings", rings),
    ]


def _bucket(spec: BagSpec, palette: Palette) -> list[Part]:
    suede = cloth(spec.cloth, palette.main, stitch=_thread(palette.second))
    leather = cloth("bridle", palette.second)
    cord = cloth("bridle", palette.accent)
    rows, columns = 120, 361
    z = np.linspace(0, 1, rows)
    angle = np.linspace(0, 2 * np.pi, columns)
    radius = profile({0: 0.96, 0.04: 1.0, 0.35: 1.03, 0.72: 0.88, 0.86: 0.62, 1: 0.74}, z)
    gather = profile({0: 0, 0.35: 0.02, 0.7: 0.35, 0.86: 1.0, 1: 1.1}, z)
    fold = np.cos(14 * angle + 0.6 * np.sin(3 * angle)) + 0.35 * np.cos(5 * angle + 1)
    slump = 0.035 * np.sin(2 * angle + 0.5)[None] * np.sin(np.pi * z)[:, None]
    r = (radius[:, None] + 0.055 * gather[:, None] * fold[None] + slump) * spec.width / 2
    points = np.stack(
        [
            r * np.cos(angle),
            r * np.sin(angle) * spec.depth / spec.width,
            spec.height * (z[:, None] + 0.012 * gather[:, None] * np.sin(3 * angle + 1)[None]),
        ],
        -1,
    )
    up = z * spec.height
    around = angle * spec.width / 2
    seam = np.stack(np.broadcast_arrays(up[:, None] - spec.height * 0.97, around[None]), -1)
    outer = thick(
        "body",
        points,
        0.0025,
        suede,
        closed=(False, True),
        uv=np.stack(np.broadcast_arrays(around[None], up[:, None]), -1),
        seam=seam,
    )
    base_z = np.array([0.0, 0.0, 0.003, 0.030, 0.033])
    base_r = np.array([0.0, 0.97, 1.012, 1.032, 1.02]) * spec.width / 2
    base = np.stack(
        [
            base_r[:, None] * np.cos(angle),
            base_r[:, None] * np.sin(angle) * spec.depth / spec.width,
            base_z[:, None] + 0 * angle,
        ],
        -1,
    )
    foot = sheet("base", base, leather, closed=(False, True))
    k = int(0.85 * rows)
    ring_path = points[k].copy()
    ring_path[:, :2] *= (1 + 0.045 + 0.03 * np.sin(14 * angle))[:, None]
    lace = tube("cord", ring_path, 0.0028, cord, closed=True, around=10)
    front = points[k][270]
    tails = []
    for side, swing in ((-1, 0.012), (1, 0.03)):
        tail = smooth(
            [
                front + [side * 0.006, -0.006, 0],
                front + [side * 0.018, -0.022, -0.018],
                front + [side * 0.022 + swing, -0.040, -0.075],
                front + [side * 0.020 + swing, -0.042, -0.115],
            ],
            40,
        )
        tails.append(tube("cord", tail, 0.0026, cord, around=10))
        tails.append(tube("cord", tail[-8:] + np.array([0, 0, -0.012]), 0.0055, cord, around=12))
    top = spec.height * 0.9
    strap = tube(
        "strap",
        _arch(spec.width * 0.62, top, 0.20, 0.0, 0.02, 80),
        0.012,
        leather,
        squash=0.2,
        power=4,
        around=24,
    )
    eyelets = []
    for step in range(14):
        at = points[k][int((step + 0.5) / 14 * 360)]
        eye = hardware.ring("eyelets", 0.012, 0.012, 0.0016, metal(palette.metal))
        heading = float(np.degrees(np.arctan2(at[1], at[0])))
        out = np.array([at[0], at[1], 0]) * 1.03
        eyelets.append(
            eye.moved(turn=rotation("z", heading + 90)).moved(
                (float(out[0]), float(out[1]), float(at[2]))
            )
        )
    return [outer, foot, merge("cord", [lace, *tails]), strap, merge("eyelets", eyelets)]
