"""The last: a foot's outline, its pitch over the heel, and the leather drawn over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes.curve import Points, profile, smooth
from apps.catalog.demo.shapes.mesh import Part, sheet, thick, unit
from apps.catalog.demo.studio.materials import Material

AROUND = 241


@dataclass(frozen=True)
class ShoeSize:
    """Length, width and heel in metres, and the leather."""

    length: float
    width: float
    heel: float
    cloth: str


@dataclass(frozen=True)
class Last:
    """A left shoe, toe to -y, in metres; ``point`` narrows the toe from 0 (round) to 1.

    The topline runs from ``back`` behind the heel over ``side`` to the ``throat`` (share of
    the length from the toe), with heights above the insole.
    """

    length: float
    width: float
    heel: float
    sole: float
    point: float
    throat: float
    throat_height: float
    side_height: float
    back_height: float
    toe_height: float
    opening: float = 0.30
    spring: float = 0.012
    laced: bool = False

    def outline(self, grow: float = 0.0) -> Points:
        """(AROUND, 2): the sole's edge from the back of the heel round, grown outwards."""
        w, p = self.width / 2, self.point
        toe = -0.5 - 0.03 * p
        knots = np.array(
            [
                [0.02 * w, 0.5],
                [0.56 * w, 0.44],
                [0.66 * w, 0.30],
                [0.60 * w, 0.08],
                [0.84 * w, -0.14],
                [(0.86 - 0.26 * p) * w, -0.30],
                [(0.58 - 0.40 * p) * w, -0.43],
                [-0.10 * w, toe],
                [-(0.74 - 0.42 * p) * w, -0.42],
                [-(0.98 - 0.26 * p) * w, -0.28],
                [-1.0 * w, -0.14],
                [-0.82 * w, 0.08],
                [-0.68 * w, 0.30],
                [-0.56 * w, 0.44],
            ]
        )
        knots[:, 1] *= self.length
        ring = smooth(knots, AROUND, closed=True)
        step = np.roll(ring[:-1], -1, 0) - np.roll(ring[:-1], 1, 0)
        out = unit(np.stack([-step[:, 1], step[:, 0]], 1)).astype(float)
        if (out * ring[:-1]).sum() < 0:
            out = -out
        out = np.concatenate([out, out[:1]])
        return np.asarray(ring + out * grow)

    def bed(self, y: Points) -> Points:
        """Height of the insole at ``y``: up the heel, down to the ball, up at the toe."""
        s = y / self.length
        rise = profile({-0.56: 0, -0.16: 0.0, 0.02: 0.26, 0.2: 0.74, 0.36: 1.0, 0.56: 1.03}, s)
        spring = np.clip((-s - 0.2) / 0.3, 0, 1.3) ** 2 * self.spring
        return np.asarray(self.sole + rise * self.heel + spring)

    def topline(self) -> Points:
        """(AROUND, 3): the rim of the opening, matched point by point to the outline."""
        ring = self.outline()
        s = ring[:, 1] / self.length
        front = -0.5 + self.throat
        share = np.clip((s + 0.5) / 1.0, 0, 1)
        y = (front + (0.475 - front) * share**0.8) * self.length
        t = np.clip((y / self.length - front) / (0.475 - front), 0, 1)
        half = (
            self.width
            / 2
            * self.opening
            * 2.05
            * np.sqrt(np.clip(1 - np.abs(2 * t**0.85 - 1) ** 2.6, 0, 1))
        )
        if self.laced:  # a narrow slot over the instep, wide at the ankle
            slot = {0: 0, 0.03: 0.07, 0.08: 0.105, 0.42: 0.15, 0.60: 0.29, 0.82: 0.29, 0.95: 0.17}
            half = self.width * profile(slot | {1: 0}, t)
        side = np.sign(ring[:, 0] - 0.0) * np.minimum(1.0, np.abs(ring[:, 0]) / (0.10 * self.width))
        height = profile(
            {
                0: self.throat_height,
                0.42: self.side_height,
                0.7: self.side_height,
                1: self.back_height,
            },
            t,
        )
        return np.stack([side * half, y, self.bed(y) + height], 1)

    def upper(self, rows: int = 60) -> Points:
        """(rows, AROUND, 3): the leather from the feather edge up to the topline."""
        ring = self.outline(-0.0005)
        base = np.column_stack([ring, self.bed(ring[:, 1]) - 0.001])
        top = self.topline()
        front = np.clip((-ring[:, 1] / self.length - 0.02) / 0.42, 0, 1) ** 1.3
        wall = (1 - front) * (top[:, 2] - base[:, 2]) * 0.55 + front * self.toe_height * 1.05
        out = np.column_stack([unit(ring - np.array([0, -0.05 * self.length])), np.zeros(AROUND)])
        first = (
            base
            + np.column_stack([0 * wall, 0 * wall, wall])
            + out * (0.0045 * (1 - 0.4 * front))[:, None]
        )
        reach = (base - top) * np.array([1, 1, 0])
        over = 0.30 + 0.32 * front
        drop = (1 - front) * (top[:, 2] - base[:, 2]) * 0.38 + front * np.maximum(
            top[:, 2] - base[:, 2] - self.toe_height * 1.15, 0.0
        ) * 0.62
        second = top + reach * over[:, None] - np.column_stack([0 * drop, 0 * drop, drop])
        v = np.linspace(0, 1, rows)[:, None, None]
        return np.asarray(
            base * (1 - v) ** 3
            + 3 * first * v * (1 - v) ** 2
            + 3 * second * v**2 * (1 - v)
            + top * v**3
        )


def surface_lengths(points: Points) -> tuple[Points, Points]:
    """Arc lengths (rows, columns) along columns (around) and rows (up) of a grid."""
    up = np.linalg.norm(np.diff(points, axis=0), axis=-1)
    around = np.linalg.norm(np.diff(points, axis=1), axis=-1)
    zero_r, zero_c = np.zeros((1, points.shape[1])), np.zeros((points.shape[0], 1))
    return (
        np.cumsum(np.concatenate([zero_c, around], 1), 1),
        np.cumsum(np.concatenate([zero_r, up], 0), 0),
    )


def patch(
    name: str, points: Points, rows: Points, columns: Points, thickness: float, material: Material
) -> Part:
    """A piece laid over a surface: grid rows and columns (fractional indices) to cover."""
    r, c = np.meshgrid(rows, columns, indexing="ij")
    return laid(name, points, r, c, thickness, material)


def laid(
    name: str, points: Points, r: Points, c: Points, thickness: float, material: Material
) -> Part:
    """As ``patch`` with a whole grid of (row, column) places."""
    r = np.clip(r, 0, points.shape[0] - 1.001)
    c = np.mod(c, points.shape[1] - 1)
    i, j = r.astype(int), c.astype(int)
    f, g = (r - i)[..., None], (c - j)[..., None]
    place = (
        points[i, j] * (1 - f) * (1 - g)
        + points[i + 1, j] * f * (1 - g)
        + points[i, j + 1] * (1 - f) * g
        + points[i + 1, j + 1] * f * g
    )
    base = sheet(name, points, material, closed=(False, True))
    normals = base.normals.reshape(points.shape)[i, j]
    centre = points.reshape(-1, 3).mean(0)
    outward = np.sign(np.einsum("ijk,ijk->", normals, place - centre))
    flip = sheet(name, place, material).normals.reshape(place.shape)
    turned = np.einsum("ijk,ijk->", flip, normals * outward) < 0
    lifted = place + normals * outward * thickness
    if turned:
        lifted = lifted[:, ::-1]
    around, up = surface_lengths(lifted)
    edges = np.minimum(np.minimum(around, around[:, -1:] - around), np.minimum(up, up[-1:] - up))
    seam = np.stack([edges - 0.0022, around + up], -1)
    return thick(name, lifted, thickness * 0.98, material, uv=np.stack([around, up], -1), seam=seam)


def sole(last: Last, material: Material, grow: float, height: float, *, tread: bool) -> Part:
    """The sole's edge and underside, ``height`` thick under the ball, over the heel too."""
    ring = last.outline(grow)
    steps = [(0.0, s) for s in (0.02, 0.3, 0.6, 0.85)]
    steps += [(0.0, 0.965), (0.12, 0.995), (0.3, 1.0), (0.8, 1.0), (0.95, 0.992), (1.0, 0.965)]
    steps += [(1.0, 0.85)]
    centre = ring[:-1].mean(0)
    rows = []
    for t, share in steps:
        flat = centre + (ring - centre) * share
        top = last.bed(flat[:, 1]) + 0.0015
        bottom = np.maximum(top - height, 0.0)
        rows.append(np.column_stack([flat, bottom + (top - bottom) * t]))
    points = np.stack(rows)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
    up = np.array([t * height - 0.04 * (1 - share) * (t == 0) for t, share in steps])
    line = up - (height * 0.72 if tread else height + 0.0022)
    seam = np.stack(np.broadcast_arrays(line[:, None], length[None]), -1)
    uv = np.stack(np.broadcast_arrays(length[None], up[:, None]), -1)
    return sheet("sole", points, material, closed=(False, True), uv=uv, seam=seam)


def insole(last: Last, material: Material) -> Part:
    """The footbed, seen through the opening."""
    ring = last.outline(-0.002)
    centre = np.array([0.0, 0.02 * last.length])
    share = np.linspace(0, 1, 26)[:, None, None]
    flat = centre + (ring - centre) * share
    points = np.concatenate([flat, (last.bed(flat[..., 1]) + 0.003)[..., None]], -1)
    part = sheet("insole", points, material, closed=(False, True), uv=flat)
    part.normals = np.where(part.normals[:, 2:] < 0, -part.normals, part.normals)
    return part


def heel_block(last: Last, material: Material, *, tip: float, front: float, lift: float) -> Part:
    """A heel under the seat: its foot is ``tip`` times the seat's size, set ``lift`` forward."""
    ring = last.outline(0.0)
    length = last.length
    back = ring[ring[:, 1] > front * length]
    order = np.argsort(np.arctan2(back[:, 0], back[:, 1] - front * length))
    arc = back[order]
    chord = np.linspace(arc[-1], arc[0], 30)
    bow = 0.06 * length * np.sin(np.linspace(0, np.pi, 30))
    chord[:, 1] += bow * 0.5
    shape = np.concatenate([arc, chord[1:]])
    top = last.bed(shape[:, 1]) - last.sole * 0.6
    centre = np.array([0.0, (front + (0.5 - front) * (0.62 if tip < 0.5 else 0.5)) * length])
    rows = []
    for t in np.concatenate([np.linspace(0, 1, 40), [1.0, 1.0]]):
        shrink = 1 - (1 - tip) * (1 - (1 - t) ** (2.6 if tip < 0.5 else 1.2))
        middle = centre + np.array([0, -lift * t])
        flat = middle + (shape - centre) * shrink
        rows.append(np.column_stack([flat, top * (1 - t) + 0.0 * t]))
    rows[-1] = np.column_stack([centre + np.array([0, -lift]) + 0 * shape, 0 * top])
    points = np.stack(rows)
    part = sheet("heel", points, material, closed=(False, True))
    around, up = surface_lengths(points)
    part.seam = np.ascontiguousarray(
        np.stack([np.abs(np.mod(up, 0.0065) - 0.00325), around], -1).reshape(-1, 2) + 0.0,
        np.float32,
    )
    if tip < 0.5:
        part.seam = None
    return part
