"""Small metal things: rings, chains, studs, buttons, plates."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes.curve import Points, even, frames, smooth, superellipse, tube
from apps.catalog.demo.shapes.mesh import F32, Part, merge, rotation, sheet, unit
from apps.catalog.demo.studio.materials import Material


def oval(width: float, height: float, count: int = 40, power: float = 2.0) -> Points:
    """A closed ring in the xz plane (first point repeated)."""
    ring = superellipse(count, power)
    return np.stack([ring[:, 0] * width / 2, np.zeros(count), ring[:, 1] * height / 2], 1)


def ring(
    name: str, width: float, height: float, wire: float, material: Material, power: float = 2.0
) -> Part:
    """A wire bent to an oval in the xz plane."""
    return tube(name, oval(width, height, power=power), wire, material, closed=True, around=14)


def plate(
    name: str, width: float, height: float, depth: float, material: Material, power: float = 4.0
) -> Part:
    """A rounded slab facing -y, centred on the origin."""
    outline = superellipse(64, power)
    steps = [(0.0, 1.0), (0.9, 1.0), (0.965, 0.85), (1.0, 0.35), (1.0, 0.0)]
    rows = [
        np.stack(
            [
                outline[:, 0] * s * width / 2,
                np.full(64, -t * depth),
                outline[:, 1] * s * height / 2,
            ],
            1,
        )
        for s, t in steps
    ]
    return sheet(name, np.stack(rows), material, closed=(False, True))


def dome(name: str, radius: float, height: float, material: Material) -> Part:
    """A half ellipsoid bulging to -y."""
    angle = np.linspace(0, np.pi / 2, 10)[:, None]
    turn = np.linspace(0, 2 * np.pi, 28)[None]
    points = np.stack(
        np.broadcast_arrays(
            radius * np.sin(angle) * np.cos(turn),
            -height * np.cos(angle),
            radius * np.sin(angle) * np.sin(turn),
        ),
        -1,
    )
    part = sheet(name, points, material, closed=(False, True))
    part.normals = unit(part.vertices / np.array([radius**2, height**2, radius**2]))
    return part


def button(name: str, radius: float, material: Material, holes: int = 4) -> Part:
    """A sewn button facing -y: a dished disc with a rim and thread across its holes."""
    turn = np.linspace(0, 2 * np.pi, 40)
    steps = [
        (0.0, 0.55),
        (0.30, 0.55),
        (0.62, 0.60),
        (0.74, 0.95),
        (0.90, 1.0),
        (1.0, 0.6),
        (1.0, 0.0),
    ]
    rows = [
        np.stack(
            [np.cos(turn) * s * radius, np.full(40, -t * radius * 0.28), np.sin(turn) * s * radius],
            1,
        )
        for s, t in steps
    ]
    disc = sheet(name, np.stack(rows), material, closed=(False, True))
    gap = radius * 0.2
    threads = []
    for side in (-1.0, 1.0):
        path = np.array(
            [[-gap, 0, side * gap], [0, -radius * 0.08, side * gap], [gap, 0, side * gap]]
        )
        path[:, 1] -= radius * 0.20
        threads.append(tube(name, smooth(path, 6), radius * 0.09, material, around=8))
    return merge(name, [disc, *threads])


def chain(
    name: str, path: Points, link: float, wire: float, material: Material, *, width: float = 0.68
) -> Part:
    """Oval links along a path, each turned a quarter against the last."""
    length = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
    pitch = link - 2.1 * wire
    count = max(2, round(length / pitch))
    at = even(path, count)
    tangent, normal, side = frames(at)
    model = ring(name, link * width, link, wire, material)
    links: list[Part] = []
    for k in range(count):
        a, b = (normal[k], side[k]) if k % 2 else (side[k], -normal[k])
        lean = 0.32 if k % 2 else -0.32  # links lie over, not square
        a, b = np.cos(lean) * a + np.sin(lean) * b, np.cos(lean) * b - np.sin(lean) * a
        turn: F32 = np.stack([a, b, tangent[k]], 1).astype(np.float32)
        links.append(model.moved((float(at[k, 0]), float(at[k, 1]), float(at[k, 2])), turn=turn))
    return merge(name, links)


def turned(part: Part, axis: str, degrees: float) -> Part:
    """The part turned about an axis through the origin."""
    return part.moved(turn=rotation(axis, degrees))
