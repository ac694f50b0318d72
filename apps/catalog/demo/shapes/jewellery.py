"""Jewellery: a pendant on its chain, a ring, a cuff, a pair of hoops."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.curve import Points, smooth, superellipse, tube, vector
from apps.catalog.demo.shapes.mesh import Part, merge, rotation, sheet, unit
from apps.catalog.demo.shapes.model import Model, Palette
from apps.catalog.demo.studio.materials import Material, cloth, metal, mixed


@dataclass(frozen=True)
class JewellerySpec:
    """``kind`` is pendant, ring, cuff or hoops; ``size`` its governing width in metres."""

    kind: str
    size: float

    def build(self, palette: Palette, view: str) -> Model:
        """The piece as it would be put down on a table."""
        build = {"pendant": _pendant, "ring": _ring, "cuff": _cuff, "hoops": _hoops}[self.kind]
        pitch = {"pendant": 74.0, "ring": 24.0, "cuff": 28.0, "hoops": 62.0}[self.kind]
        fill = {"pendant": 0.66, "ring": 0.44, "cuff": 0.56, "hoops": 0.66}[self.kind]
        yaw = {"front": 22.0 if self.kind != "pendant" else 0.0, "side": 80.0, "back": 200.0}[view]
        return Model(build(self, palette), yaw=yaw, pitch=pitch, fill=fill)


def _stone(colour: str) -> Material:
    """A clear stone: its facets mirror the room in its own colour."""
    return cloth("gem", mixed(colour, "#ff3050", 0.40), metal=True)


def cut_stone(size: float, material: Material, *, power: float = 2.0, sides: int = 16) -> Part:
    """A faceted stone, table up, girdle at z = 0; every facet has its own normal."""
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    half = np.pi / sides

    def ring(radius: float, z: float, twist: float) -> Points:
        a = turn + twist
        reach = (np.abs(np.cos(a)) ** power + np.abs(np.sin(a)) ** power) ** (-1 / power)
        return np.stack(
            [np.cos(a) * reach * radius, np.sin(a) * reach * radius, np.full(sides, z)], 1
        )

    r = size / 2
    rings = [
        ring(r * 0.56, r * 0.36, 0),
        ring(r * 0.80, r * 0.26, half),
        ring(r, r * 0.05, 0),
        ring(r, -r * 0.03, 0),
        ring(r * 0.55, -r * 0.5, half),
    ]
    top, tip = np.array([[0, 0, r * 0.36]]), np.array([[0, 0, -r * 0.85]])
    triangles = []
    for k in range(sides):
        n = (k + 1) % sides
        triangles.append([top[0], rings[0][k], rings[0][n]])
        for upper, lower in pairwise(rings):
            triangles.append([upper[k], lower[k], lower[n]])
            triangles.append([upper[k], lower[n], upper[n]])
        triangles.append([rings[-1][k], tip[0], rings[-1][n]])
    corners = np.array(triangles, np.float32)
    normal = unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    normal = np.where(np.einsum("ij,ij->i", normal, corners.mean(1))[:, None] < 0, -normal, normal)
    count = len(corners)
    return Part(
        "stone",
        corners.reshape(-1, 3),
        np.arange(count * 3, dtype=np.int32).reshape(-1, 3),
        np.repeat(normal, 3, 0),
        corners.reshape(-1, 3)[:, :2].copy(),
        material,
    )


def _prongs(
    size: float, wire: float, count: int, drop: float, material: Material, power: float
) -> Part:
    claws = []
    for k in range(count):
        a = 2 * np.pi * (k + 0.5) / count
        reach = (abs(np.cos(a)) ** power + abs(np.sin(a)) ** power) ** (-1 / power) * size / 2
        out = np.array([np.cos(a), np.sin(a), 0])
        path = smooth(
            [
                out * reach * 0.45 + vector(0, 0, -drop),
                out * reach * 0.95 + vector(0, 0, -drop * 0.45),
                out * reach * 1.06 + vector(0, 0, 0),
                out * reach * 0.86 + vector(0, 0, size * 0.165),
            ],
            26,
        )
        claws.append(tube("prongs", path, wire * np.linspace(0.9, 1.15, 26), material, around=12))
    gallery = hardware.turned(
        hardware.ring("prongs", size * 0.80, size * 0.80, wire * 0.8, material, power), "x", 90
    )
    claws.append(gallery.moved((0, 0, -drop * 0.5)))
    return merge("prongs", claws)


def _pendant(spec: JewellerySpec, palette: Palette) -> list[Part]:
    silver = metal(palette.metal)
    stone = cut_stone(spec.size * 0.66, _stone(palette.main), power=2.0)
    claws = _prongs(spec.size * 0.62, 0.0009, 6, 0.0045, silver, 2.0)
    thorns = []
    for k in range(12):
        a = 2 * np.pi * k / 12
        out = np.array([np.cos(a), np.sin(a), 0])
        side = np.array([-np.sin(a), np.cos(a), 0])
        inner, outer = spec.size * 0.36, spec.size * (0.52 if k % 2 else 0.60)
        path = smooth(
            [
                out * inner + vector(0, 0, -0.002),
                out * (inner + outer) / 2 + side * 0.0006 + vector(0, 0, -0.0014),
                out * outer + side * 0.0018 + vector(0, 0, -0.0022),
            ],
            20,
        )
        thorns.append(tube("thorns", path, np.linspace(0.0014, 0.0001, 20), silver, around=12))
    rim = hardware.turned(
        hardware.ring("thorns", spec.size * 0.74, spec.size * 0.74, 0.0014, silver), "x", 90
    )
    thorns.append(rim.moved((0, 0, -0.0022)))
    setting = [stone, claws, merge("thorns", thorns)]
    lift = 0.0052
    at = (0.0, -0.048 - spec.size * 0.60, lift)
    parts = [part.moved(at) for part in setting]
    bail = hardware.ring("bail", 0.006, 0.009, 0.0009, silver).moved((0, 0, 0))
    bail = bail.moved(turn=rotation("x", 62)).moved((0.0, -0.0455, 0.0042))
    line = smooth(
        [
            [0, -0.046, 0.0024],
            [-0.016, -0.018, 0.002],
            [-0.036, 0.014, 0.0018],
            [-0.041, 0.050, 0.0018],
            [-0.018, 0.078, 0.0018],
            [0.010, 0.072, 0.0018],
            [0.034, 0.082, 0.0018],
            [0.047, 0.052, 0.0018],
            [0.034, 0.018, 0.0018],
            [0.013, -0.016, 0.002],
            [0, -0.046, 0.0024],
        ],
        400,
    )
    links = hardware.chain("chain", line, 0.0060, 0.00082, silver, width=0.74)
    return [*parts, bail, links]


def _ring(spec: JewellerySpec, palette: Palette) -> list[Part]:
    gold = metal(palette.metal)
    radius = spec.size / 2 + 0.001
    angle = np.linspace(0, 2 * np.pi, 181)
    path = np.stack([radius * np.sin(angle), np.zeros(181), -radius * np.cos(angle)], 1)
    near_top = np.clip(-np.cos(angle), 0, 1)
    section = superellipse(25, 2.6)
    out = np.stack([np.sin(angle), 0 * angle, -np.cos(angle)], 1)
    high = 0.00095 + 0.0006 * near_top**3
    broad = 0.0014 + 0.0011 * near_top**2
    points = (
        path[:, None]
        + out[:, None] * (section[None, :, :1] * high[:, None, None])
        + np.array([0, 1.0, 0]) * (section[None, :, 1:] * broad[:, None, None])
    )
    shank = sheet("shank", points, gold, closed=(True, True))
    top = radius + 0.0042
    stone = cut_stone(0.0098, _stone(palette.main), power=3.4, sides=20).moved((0, 0, top))
    claws = _prongs(0.0098, 0.00062, 4, 0.0046, gold, 3.4).moved((0, 0, top))
    pierced = []
    for side in (-1, 1):
        for step in (0.42, 0.60):
            a = side * step
            bead = hardware.dome("beads", 0.00085, 0.0008, metal("silver")).moved(
                turn=rotation("x", -90)
            )
            bead = bead.moved(turn=rotation("y", float(np.degrees(a))))
            pierced.append(
                bead.moved(
                    (float((radius + 0.0013) * np.sin(a)), 0, float((radius + 0.0013) * np.cos(a)))
                )
            )
    parts = [shank, stone, claws, merge("beads", pierced)]
    return [part.moved((0, 0, radius + 0.00095)) for part in parts]


def _cuff(spec: JewellerySpec, palette: Palette) -> list[Part]:
    gold = replace(metal("gold"), relief="hammered", bump=1.0, roughness=0.19)
    opening = 0.42
    angle = np.linspace(-np.pi / 2 + opening, 1.5 * np.pi - opening, 200)
    a, b = spec.size / 2, spec.size / 2 * 0.80
    section = superellipse(41, 3.0)
    taper = 1 - 0.30 * np.clip(1 - np.minimum(angle - angle[0], angle[-1] - angle) / 0.5, 0, 1) ** 2
    tall = 0.0155 * taper
    deep = 0.0013 * np.ones_like(angle)
    deep[[0, -1]] = 1e-5
    tall[[0, -1]] *= 0.8
    out = unit(np.stack([np.cos(angle) / a, np.sin(angle) / b, 0 * angle], 1))
    path = np.stack([a * np.cos(angle), b * np.sin(angle), np.full(len(angle), 0.0156)], 1)
    points = (
        path[:, None]
        + out[:, None] * (section[None, :, :1] * deep[:, None, None])
        + np.array([0, 0, 1.0]) * (section[None, :, 1:] * tall[:, None, None])
    )
    band = sheet("cuff", points, gold, closed=(False, True))
    return [band]


def _hoops(spec: JewellerySpec, palette: Palette) -> list[Part]:
    gold = metal(palette.metal)
    angle = np.linspace(0, 2 * np.pi, 721)
    radius, wire, twist = spec.size / 2, 0.00125, 14
    wires = []
    for phase in (0.0, np.pi):
        r = radius + wire * np.cos(twist * angle + phase)
        path = np.stack(
            [r * np.cos(angle), r * np.sin(angle), wire * np.sin(twist * angle + phase)], 1
        )
        wires.append(tube("hoop", path, wire * 1.02, gold, closed=True, around=16))
    post = smooth(
        [[radius, 0, 0], [radius + 0.001, 0.003, 0.003], [radius - 0.002, 0.008, 0.0105]], 20
    )
    wires.append(tube("hoop", post, 0.00055, gold, around=10))
    for cap in (-0.06, 0.06):
        at = np.array([radius * np.cos(cap), radius * np.sin(cap), 0])
        along = np.array([-np.sin(cap), np.cos(cap), 0]) * 0.002
        wires.append(
            tube("hoop", np.stack([at - along, at, at + along]), wire * 2.3, gold, around=18)
        )
    hoop = merge("hoop", wires)
    first = hoop.moved((-0.019, 0.004, wire * 2.2), turn=rotation("z", 200))
    lean = rotation("z", -35) @ rotation("y", 7.0)
    second = hoop.moved((0.021, -0.012, 0.0), turn=lean)
    second = second.moved((0, 0, float(wire * 2.2 - second.vertices[:, 2].min() - wire * 2.2)))
    return [first, second]
