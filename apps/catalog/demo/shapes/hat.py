"""Hats: blocked felts, a stitched bucket, a ribbed beanie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes.curve import Points, profile, smooth, tube
from apps.catalog.demo.shapes.mesh import Part, merge, sheet, thick
from apps.catalog.demo.shapes.model import Model, Palette
from apps.catalog.demo.studio.materials import Material, Stitch, cloth, mixed
from apps.catalog.demo.studio.noise import sample
from apps.catalog.demo.studio.textures import relief

COLUMNS = 289
LONG, WIDE = 0.104, 0.086


@dataclass(frozen=True)
class HatSpec:
    """``kind`` is fedora, wide, bucket or beanie; brim width (or cuff) and crown in metres."""

    kind: str
    brim: float
    crown: float
    cloth: str = "felt"

    def build(self, palette: Palette, view: str) -> Model:
        """The hat standing on its brim, its front towards the camera."""
        build = {"fedora": _felt_hat, "wide": _felt_hat, "bucket": _bucket, "beanie": _beanie}
        yaw = {"front": 24.0, "side": 84.0, "back": 204.0}[view]
        pitch = {"wide": 32.0, "beanie": 14.0}.get(self.kind, 27.0)
        return Model(build[self.kind](self, palette), yaw=yaw, pitch=pitch, fill=0.72)


def _angle() -> Points:
    return np.linspace(0, 2 * np.pi, COLUMNS)


def _revolved(radius: Points, height: Points, *, long: float = LONG, wide: float = WIDE) -> Points:
    """(rows, columns, 3): an oval surface; y is the hat's front to back."""
    angle = _angle()
    ratio = wide / long
    return np.stack(
        [
            radius[:, None] * ratio * np.cos(angle),
            radius[:, None] * np.sin(angle),
            height[:, None] + 0 * angle,
        ],
        -1,
    )


def _uv(points: Points) -> Points:
    up = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=2).mean(1))])
    around = _angle() * 0.095
    return np.stack(np.broadcast_arrays(around[None], up[:, None]), -1)


def _pinch(points: Points, crown: float, base: float) -> Points:
    """The dents of a teardrop crown: one along the top, two at the front."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    high = np.clip((z - base) / crown, 0, 1)
    top = high**8
    length = np.clip((y + 0.005) / 0.075, -1, 1)
    dent = top * np.exp(-((x / 0.027) ** 2)) * np.clip(1 - length**4, 0, 1)
    ridge = top * np.exp(-(((np.abs(x) - 0.046) / 0.022) ** 2)) * 0.25
    z = z - 0.030 * dent + 0.010 * ridge
    front = np.exp(-(((y + 0.066) / 0.034) ** 2)) * high**1.6
    side = np.exp(-(((np.abs(x) - 0.052) / 0.034) ** 2))
    x = x * (1 - 0.36 * front * side)
    y = y + 0.004 * front
    z = z - 0.006 * front * (1 - side)
    return np.stack([x, y, z], -1)


def _brim(spec: HatSpec, material: Material, base: float, wave: float, thickness: float) -> Part:
    angle = _angle()
    t = np.linspace(0, 1, 44)
    radius = LONG + 0.002 + t[:, None] * spec.brim
    up = np.cos(2 * angle)[None]  # sides up, front and back down
    front = np.clip(-np.sin(angle), 0, 1)[None] ** 2
    lift = wave * (0.85 * up - 0.9 * front + 0.12 * np.sin(3 * angle + 0.6)[None])
    height = (
        base + 0.004 * (1 - t[:, None]) ** 3 + lift * t[:, None] ** 1.6 + 0.004 * t[:, None] ** 4
    )
    inner = WIDE / LONG + (1 - WIDE / LONG) * 0.35 * t[:, None]
    points = np.stack([radius * inner * np.cos(angle), radius * np.sin(angle), height], -1)
    edge = (1 - t[:, None]) * spec.brim - 0.005 + 0 * angle
    seam = np.stack([edge, (LONG + spec.brim) * angle[None] + 0 * t[:, None]], -1)
    return thick(
        "brim",
        points,
        thickness,
        material,
        closed=(False, True),
        uv=points[..., :2],
        seam=seam,
        up=True,
    )


def _band(radius_at: Points, heights: Points, material: Material, base: float) -> Part:
    points = _revolved(radius_at + 0.0016, heights + base)
    edge = np.minimum(heights - heights[0], heights[-1] - heights)
    seam = np.stack(np.broadcast_arrays(edge[:, None] - 0.0018, _angle()[None] * 0.1), -1)
    return thick(
        "band", points, 0.0014, material, closed=(False, True), uv=_uv(points)[..., ::1], seam=seam
    )


def _bow(material: Material, base: float, tall: float) -> list[Part]:
    """A flat grosgrain bow on the wearer's left side."""
    parts = []
    for side in (-1, 1):
        loop = smooth(
            [
                [0.0, 0, 0],
                [0.0045, side * 0.012, 0.001],
                [0.0058, side * 0.024, 0.0],
                [0.0030, side * 0.026, 0],
                [0.0008, side * 0.014, 0],
                [0, 0, 0],
            ],
            40,
        )
        rows = np.linspace(-tall * 0.44, tall * 0.44, 9)
        flare = 0.62 + 0.38 * np.clip(np.abs(loop[:, 1]) / 0.02, 0, 1)
        grid = np.stack(
            [
                loop[:, 0] + 0 * rows[:, None],
                loop[:, 1] + 0 * rows[:, None],
                rows[:, None] * flare[None],
            ],
            -1,
        )
        parts.append(sheet("bow", grid, material))
    knot = tube(
        "bow",
        smooth([[0.004, 0, -tall * 0.36], [0.0075, 0, 0], [0.004, 0, tall * 0.36]], 14),
        0.0045,
        material,
        squash=0.5,
        around=14,
    )
    parts.append(knot)
    bow = merge("bow", parts)
    return [bow.moved((WIDE + 0.0015, 0.012, base + tall * 0.55))]


def _felt_hat(spec: HatSpec, palette: Palette) -> list[Part]:
    felt = cloth(spec.cloth, palette.main)
    ribbon = cloth("grosgrain", palette.second, groove=0.2, crease=0.0)
    wide = spec.kind == "wide"
    base = 0.022 if wide else 0.018
    t = np.linspace(0, 1, 96)
    side = t[:64] / t[63]
    height = np.concatenate(
        [side * spec.crown * 0.84, spec.crown * (0.84 + 0.16 * np.sin(t[:32] / t[31] * np.pi / 2))]
    )
    shrink = 0.13 if wide else 0.15
    radius = np.concatenate(
        [
            LONG * (1 - shrink * side**1.5),
            LONG * (1 - shrink) * np.cos(t[:32] / t[31] * np.pi / 2) ** 0.62,
        ]
    )
    radius[-1] = 0.0
    crown_points = _revolved(radius, height + base)
    if wide:
        x, y, z = (crown_points[..., k] for k in range(3))
        top = np.clip((z - base) / spec.crown, 0, 1) ** 10
        rim = np.clip(np.hypot(x / WIDE, y / LONG) / 0.8, 0, 1)
        crown_points = np.stack([x, y, z - 0.013 * top * (1 - rim**4)], -1)
    else:
        crown_points = _pinch(crown_points, spec.crown, base)
    crown = sheet("crown", crown_points, felt, closed=(False, True), uv=_uv(crown_points))
    brim = _brim(
        spec,
        cloth(
            spec.cloth,
            palette.main,
            stitch=Stitch(mixed(palette.main, "#1a1210", 0.35), (0.0,)),
            groove=0.35,
            crease=0.0,
        ),
        base,
        0.020 if wide else 0.013,
        0.0026,
    )
    tall = 0.024 if wide else 0.036
    rows = np.linspace(0.001, tall, 14)
    at = np.interp(rows, height, radius)
    return [crown, brim, _band(at, rows, ribbon, base), *_bow(ribbon, base, tall)]


def _bucket(spec: HatSpec, palette: Palette) -> list[Part]:
    thread = Stitch(palette.second, (0.0,), 0.0036, 0.00055)
    denim = cloth(spec.cloth, palette.main, stitch=thread, wrinkle=1.1)
    angle = _angle()
    base = 0.058
    t = np.linspace(0, 1, 60)
    height = base + spec.crown * t
    radius = LONG * (1.0 - 0.12 * t**1.4)
    side = _revolved(radius, height)
    dent = 0.0035 * np.sin(3 * angle + 0.8)[None] * np.sin(np.pi * t)[:, None]
    side[..., 0] += dent * np.cos(angle)
    side[..., 1] += dent * np.sin(angle)
    quarter = np.abs(np.mod(angle / (np.pi / 2) + 0.5, 1) - 0.5) * (np.pi / 2) * 0.095
    top_edge = (1 - t) * spec.crown - 0.004
    low_edge = t * spec.crown - 0.004
    across = np.minimum(
        np.minimum(top_edge, low_edge)[:, None], (quarter - 0.003)[None] + 0 * t[:, None]
    )
    seam = np.stack([across, angle[None] * 0.095 + t[:, None] * spec.crown], -1)
    wall = sheet("wall", side, denim, closed=(False, True), uv=_uv(side), seam=seam)
    s = np.linspace(0, 1, 34)
    cap_radius = LONG * 0.88 * np.concatenate([(1 - s[:-1]) ** 0.9, [0.0]])
    cap_height = base + spec.crown + 0.007 * np.sin(s * np.pi / 2) + 0.002
    cap_height[0] = base + spec.crown
    cap_points = _revolved(cap_radius, cap_height)
    cap_points[..., 2] += 0.0028 * np.sin(2 * angle + 1)[None] * (s * (1 - s))[:, None] * 4
    inside = LONG * 0.88 - cap_radius
    cap_seam = np.stack(np.broadcast_arrays((inside - 0.0045)[:, None], angle[None] * 0.09), -1)
    cap = sheet(
        "cap", cap_points, denim, closed=(False, True), uv=cap_points[..., :2], seam=cap_seam
    )
    b = np.linspace(0, 1, 60)
    brim_radius = (LONG + b * spec.brim * 0.66)[:, None] + 0 * angle
    brim_height = (
        base
        + 0.004
        - (b**0.92 * spec.brim * 0.86)[:, None]
        + (0.010 * np.sin(2 * angle + 0.4) + 0.004 * np.sin(5 * angle))[None] * b[:, None] ** 1.5
    )
    brim_points = np.stack(
        [brim_radius * WIDE / LONG * np.cos(angle), brim_radius * np.sin(angle), brim_height], -1
    )
    brim_points[..., 2] = np.maximum(brim_points[..., 2], 0.0005)
    down = b[:, None] * spec.brim
    rows = np.abs(np.mod(down / 0.0068 + 0.5, 1) - 0.5) * 0.0068
    signed = np.where(np.mod(down / 0.0068 + 0.5, 1) < 0.5, -rows, rows)
    brim_seam = np.stack([signed + 0 * angle, angle[None] * 0.12 + 0 * down], -1)
    brim_cloth = cloth(spec.cloth, palette.main, stitch=thread, wrinkle=0.5, groove=0.6, crease=0.4)
    brim = thick(
        "brim",
        brim_points,
        0.0028,
        brim_cloth,
        closed=(False, True),
        uv=_uv(brim_points),
        seam=brim_seam,
        up=True,
    )
    lining = sheet(
        "lining",
        side * np.array([0.975, 0.975, 1.0]),
        cloth("poplin", mixed(palette.main, "#c8ccd4", 0.6)),
        closed=(False, True),
    )
    lining.normals = -lining.normals
    return [wall, cap, brim, lining]


def _beanie(spec: HatSpec, palette: Palette) -> list[Part]:
    knit = cloth(spec.cloth, palette.main)
    cuff_knit = cloth(spec.cloth, mixed(palette.main, palette.second, 0.35))
    angle = _angle()
    tall = spec.crown + 0.075
    t = np.linspace(0, 1, 180)
    radius = profile(
        {0: 0.090, 0.3: 0.097, 0.6: 0.091, 0.8: 0.072, 0.92: 0.046, 0.98: 0.022, 1: 0.0}, t
    )
    height = 0.004 + tall * np.sin(t * np.pi / 2) ** 1.05
    points = _revolved(radius, height, long=0.1, wide=0.092)
    gather = profile({0: 0, 0.6: 0, 0.85: 0.4, 1: 1}, t)[:, None]
    points[..., :2] *= (1 + 0.10 * gather * np.cos(9 * angle))[..., None]
    slouch = (height / tall)[:, None] ** 2
    points[..., 0] += 0.020 * slouch
    points[..., 1] += 0.012 * slouch
    points[..., 2] -= 0.016 * slouch * (0.5 + 0.5 * np.cos(angle - 0.6))
    dent = 0.006 * np.sin(2 * angle + 1)[None] * np.sin(np.pi * t)[:, None]
    points[..., :2] *= (1 + dent / 0.09)[..., None]
    uv = np.stack(
        np.broadcast_arrays((angle / (2 * np.pi) * 6 * 0.096)[None], (t * tall * 1.1)[:, None]), -1
    )
    dome = _knitted("dome", points, uv, knit)
    c = np.linspace(0, 1, 60)
    bulge = np.sin(np.pi * c) ** 0.5
    cuff_radius = 0.0955 + 0.0065 * bulge
    cuff_height = 0.001 + spec.brim * c
    cuff_points = _revolved(cuff_radius, cuff_height, long=0.1, wide=0.092)
    cuff_points[..., 2] += (0.0028 * np.sin(3 * angle + 0.5))[None] * c[:, None]
    cuff_uv = np.stack(
        np.broadcast_arrays((angle / (2 * np.pi) * 6 * 0.096)[None], (c * spec.brim)[:, None]), -1
    )
    cuff = _knitted("cuff", cuff_points, cuff_uv, cuff_knit)
    lip = _revolved(
        np.array([0.0955, 0.0925, 0.0885]),
        np.array([spec.brim, spec.brim + 0.0015, spec.brim - 0.002]) + 0.001,
        long=0.1,
        wide=0.092,
    )
    lip[..., 2] += (0.0028 * np.sin(3 * angle + 0.5))[None]
    return [dome, cuff, sheet("lip", lip, cuff_knit, closed=(False, True))]


def _knitted(name: str, points: Points, uv: Points, material: Material) -> Part:
    """A surface raised by its own knit, so that ribs show at the silhouette."""
    part = sheet(name, points, material, closed=(False, True), uv=uv)
    tile, (across, down) = relief(material.relief)
    rise = sample(
        np.ascontiguousarray(tile[..., 0]),
        part.uv[:, 0] / np.float32(across),
        part.uv[:, 1] / np.float32(down),
    )
    part.vertices = part.vertices + part.normals * (rise * np.float32(1.4))[:, None]
    return part
