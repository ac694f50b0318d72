"""The upper-body block: outline, landmarks, seams and natural folds of anything with sleeves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.catalog.demo.shapes.curve import Points
from apps.catalog.demo.shapes.cutting import Cut, flipped, line
from apps.catalog.demo.shapes.drape import Fold, across, crumple, fan, folds, together
from apps.catalog.demo.shapes.panel import Panel, Relief, outline


@dataclass(frozen=True)
class Block:
    """Right-half landmarks in metres, y = 0 at the neck point, down negative."""

    neck: tuple[float, float]
    throat: float
    shoulder: tuple[float, float]
    outer: tuple[float, float]
    inner: tuple[float, float]
    underarm: tuple[float, float]
    waist: tuple[float, float]
    hem: tuple[float, float]
    sleeve_angle: float
    curve: float
    square: bool

    def half(self, throat: float) -> list[list[tuple[float, float]]]:
        """The right half's segments from the throat at the centre to the hem's centre."""
        nx, ny = self.neck
        sx, sy = self.shoulder
        a = np.radians(self.sleeve_angle)
        outer, inner = np.array(self.outer), np.array(self.inner)
        bow = np.array([np.sin(a), np.cos(a)])
        elbow = (np.array(self.shoulder) + outer) / 2 + bow * 0.012
        under = np.array(self.underarm)
        fold = under + np.array([0.012, -0.012])
        inside = (under + inner) / 2 - bow * 0.010
        if self.square:
            neckline = [
                (0.0, throat),
                (nx * 0.55, throat + 0.10 * (ny - throat)),
                (nx * 0.9, throat + 0.55 * (ny - throat)),
                (nx, ny),
            ]
        else:
            neckline = [
                (0.0, throat),
                (nx * 0.42, throat + 0.10 * (ny - throat)),
                (nx * 0.80, throat + 0.42 * (ny - throat)),
                (nx * 0.965, throat + 0.78 * (ny - throat)),
                (nx, ny),
            ]
        return [
            neckline,
            [(nx, ny), ((nx + sx) / 2, (ny + sy) / 2 + 0.003), (sx, sy)],
            [(sx, sy), (sx + 0.022, sy - 0.014), tuple(elbow), tuple(outer)],
            [tuple(outer), tuple(inner)],
            [tuple(inner), tuple(inside), tuple(fold), tuple(under + np.array([-0.001, -0.035]))],
            [tuple(under + np.array([-0.001, -0.035])), self.waist, self.hem],
            [
                self.hem,
                (self.hem[0] * 0.55, self.hem[1] - self.curve),
                (0.0, self.hem[1] - self.curve * 1.3),
            ],
        ]

    def shape(self, throat: float | None = None) -> Points:
        """The whole closed outline, optionally with another neck depth."""
        right = outline(*self.half(self.throat if throat is None else throat))
        return np.concatenate([right, right[::-1] * np.array([-1.0, 1.0])])

    def armhole(self) -> Points:
        """The seam where the right sleeve is set in."""
        sx, sy = self.shoulder
        ux, uy = self.underarm
        return line(
            (sx, sy),
            (sx - 0.022, sy - 0.40 * (sy - uy)),
            (sx - 0.016, sy - 0.75 * (sy - uy)),
            (ux, uy - 0.012),
        )

    def hemline(self, up: float) -> Points:
        """The hem's stitching, ``up`` above the edge."""
        x, y = self.hem
        return line(
            (-x, y + up),
            (-x * 0.55, y - self.curve + up),
            (0, y - self.curve * 1.3 + up),
            (x * 0.55, y - self.curve + up),
            (x, y + up),
        )

    def cuffline(self, up: float) -> Points:
        """The right sleeve's hem, ``up`` before its end."""
        a = np.radians(self.sleeve_angle)
        back = -np.array([np.cos(a), -np.sin(a)]) * up
        return line(
            np.array(self.outer) + back,
            (np.array(self.outer) + np.array(self.inner)) / 2 + back,
            np.array(self.inner) + back,
        )

    def seams(self, *, hem: float = 0.022, cuff: float = 0.022) -> list[Points]:
        """Armholes, hem and sleeve hems of both sides; a hem of 0 is left out."""
        found = [self.armhole(), flipped(self.armhole())]
        if hem:
            found.append(self.hemline(hem))
        if cuff:
            found += [self.cuffline(cuff), flipped(self.cuffline(cuff))]
        return found

    def drape(self, cut: Cut, seed: str, *, strength: float = 1.0, soft: float = 0.0022) -> Relief:
        """Folds from the armpits, over the sleeves and down the body."""
        rng = cut.rng
        ridges: list[Fold] = []
        ux, uy = self.underarm
        high = 0.0062 * strength
        for side in (1, -1):
            ridges += [
                Fold(
                    (side * f.start[0], f.start[1]),
                    (side * f.end[0], f.end[1]),
                    f.high,
                    f.wide,
                    f.bend,
                )
                for f in (
                    fan(rng, (ux - 0.005, uy + 0.015), 222, 75, 5, 0.20, high)
                    + fan(rng, (ux + 0.01, uy), 95 - 0.3 * self.sleeve_angle, 70, 4, 0.12, high)
                    + fan(rng, (ux, uy - 0.10), 262, 26, 3, 0.30, high * 0.8, 0.016)
                )
            ]
            a = np.array(self.shoulder) * 0.35 + np.array(self.underarm) * 0.65
            b = (np.array(self.outer) + np.array(self.inner)) / 2
            reach = float(np.linalg.norm(b - a))
            if reach > 0.25:
                mirror = np.array([side, 1.0])
                ridges += across(
                    rng,
                    (a * 0.72 + b * 0.28) * mirror,
                    (a * 0.30 + b * 0.70) * mirror,
                    0.15,
                    9,
                    high * 0.9,
                )
                ridges += across(
                    rng,
                    (a * 0.25 + b * 0.75) * mirror,
                    (a * 0.05 + b * 0.95) * mirror,
                    0.12,
                    4,
                    high * 0.7,
                )
        x, y = self.hem
        for _ in range(6):
            at = float(rng.uniform(-0.85, 0.85)) * x
            ridges.append(
                Fold(
                    (at, y + 0.005),
                    (at + float(rng.normal(0, 0.05)), y + float(rng.uniform(0.15, 0.34))),
                    high * 0.7,
                    0.018,
                    float(rng.normal(0, 0.02)),
                )
            )
        return together(folds(ridges), crumple(seed, soft))


def block(
    cut: Cut,
    *,
    neck: float,
    throat: float,
    shoulder: float,
    drop: float = 0.045,
    armhole: float = 0.235,
    angle: float = 40.0,
    cuff: float = 0.17,
    curve: float = 0.008,
    square: bool = False,
    nip: float = 0.0,
) -> Block:
    """The block for a cut: half neck width, depths and half shoulder width in metres."""
    a = np.radians(angle)
    along, down = np.array([np.cos(a), -np.sin(a)]), np.array([-np.sin(a), -np.cos(a)])
    top = np.array([shoulder, -drop])
    outer = top + along * cut.sleeve
    inner = outer + down * cuff
    waist_y = -0.62 * cut.length
    return Block(
        (neck, 0.0),
        -throat,
        (shoulder, -drop),
        (float(outer[0]), float(outer[1])),
        (float(inner[0]), float(inner[1])),
        (cut.chest, -drop - armhole),
        (cut.waist - nip, waist_y),
        (cut.hem, -cut.length),
        angle,
        curve,
        square,
    )


def body(
    block_: Block,
    relief: Relief,
    *,
    throat: float | None = None,
    base: float = 0.004,
    edge: float = 0.007,
    puff: float = 0.010,
) -> Panel:
    """The upper layer of the garment."""
    return Panel(block_.shape(throat), base=base, edge=edge, puff=puff, folds=relief)


def beneath(block_: Block, throat: float) -> Panel:
    """The lower layer, seen in the neck opening and just past the hem."""
    shape = block_.shape(throat).copy()
    low = shape[:, 1] < block_.hem[1] + 0.03
    shape[low, 1] -= 0.0035
    return Panel(shape, base=0.0, edge=0.003, puff=0.001)
