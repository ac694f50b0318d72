"""Curves: smooth outlines from a few points, offsets, and tubes along a path."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from apps.catalog.demo.shapes.mesh import Part, sheet, unit
from apps.catalog.demo.studio.materials import Material

Points = npt.NDArray[np.float64]


def vector(*coordinates: float) -> Points:
    """An array of a few coordinates, to be added to points."""
    return np.array(coordinates, float)


def smooth(points: object, count: int, *, closed: bool = False) -> Points:
    """``count`` points on the centripetal Catmull-Rom spline through ``points`` (N, D).

    A closed curve repeats its first point at the end.
    """
    knots = np.asarray(points, float)
    if closed:
        knots = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        knots = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    gaps = np.maximum(np.linalg.norm(np.diff(knots, axis=0), axis=1), 1e-9) ** 0.5
    time = np.concatenate([[0.0], np.cumsum(gaps)])
    at = np.linspace(time[1], time[-2], count)
    left = np.clip(np.searchsorted(time, at, side="right") - 1, 1, len(time) - 3)
    t0, t1, t2, t3 = (time[left + k][:, None] for k in (-1, 0, 1, 2))
    p0, p1, p2, p3 = (knots[left + k] for k in (-1, 0, 1, 2))
    t = at[:, None]
    a1 = ((t1 - t) * p0 + (t - t0) * p1) / (t1 - t0)
    a2 = ((t2 - t) * p1 + (t - t1) * p2) / (t2 - t1)
    a3 = ((t3 - t) * p2 + (t - t2) * p3) / (t3 - t2)
    b1 = ((t2 - t) * a1 + (t - t0) * a2) / (t2 - t0)
    b2 = ((t3 - t) * a2 + (t - t1) * a3) / (t3 - t1)
    result: Points = ((t2 - t) * b1 + (t - t1) * b2) / (t2 - t1)
    return even(result, count)


def even(points: Points, count: int) -> Points:
    """The polyline resampled at ``count`` points of equal arc length."""
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = np.linspace(0.0, length[-1], count)
    return np.stack([np.interp(at, length, points[:, k]) for k in range(points.shape[1])], 1)


def profile(knots: dict[float, float], at: npt.NDArray[np.floating]) -> Points:
    """A monotone-between-knots curve y(x) through ``{x: y}``, evaluated at ``at``."""
    x = np.array(sorted(knots))
    curve = PchipInterpolator(x, np.array([knots[k] for k in sorted(knots)]), extrapolate=False)
    return np.asarray(curve(np.clip(at, x[0], x[-1])), float)


def superellipse(count: int, power: float) -> Points:
    """A closed unit superellipse (first point repeated): 2 is a circle, more is squarer."""
    angle = np.linspace(0.0, 2 * np.pi, count)
    c, s = np.cos(angle), np.sin(angle)
    ring = np.stack(
        [np.sign(c) * np.abs(c) ** (2 / power), np.sign(s) * np.abs(s) ** (2 / power)], 1
    )
    ring[-1] = ring[0]
    return even(ring, count)


def frames(
    path: Points, *, closed: bool = False, facing: tuple[float, float, float] | None = None
) -> tuple[Points, Points, Points]:
    """Tangents and two normals carried along without twist, the first near ``facing``."""
    if closed:
        core = path[:-1]
        slope = np.roll(core, -1, 0) - np.roll(core, 1, 0)
        slope = np.concatenate([slope, slope[:1]])
    else:
        slope = np.gradient(path, axis=0)
    tangent = unit(slope).astype(float)
    start = np.array(facing or (0.0, 0.0, 1.0))
    if abs(tangent[0] @ start) > 0.9:
        start = np.array([1.0, 0.0, 0.0])
    normal = np.empty_like(tangent)
    previous = start
    for k, direction in enumerate(tangent):
        previous = previous - direction * (previous @ direction)
        previous = previous / np.linalg.norm(previous)
        normal[k] = previous
    return tangent, normal, np.cross(tangent, normal)


def tube(
    name: str,
    path: Points,
    radius: float | npt.NDArray[np.floating],
    material: Material,
    *,
    closed: bool = False,
    around: int = 18,
    squash: float = 1.0,
    power: float = 2.0,
    capped: bool = True,
    facing: tuple[float, float, float] | None = None,
) -> Part:
    """A tube along ``path``; ``squash`` flattens it along the carried normal (a strap)."""
    _, normal, side = frames(path, closed=closed, facing=facing)
    ring = superellipse(around, power)
    radii = np.broadcast_to(np.asarray(radius, float), (len(path),))
    if capped and not closed:  # round both ends off
        path = np.concatenate([path[:1], path[:1], path, path[-1:], path[-1:]])
        normal = np.concatenate([normal[:1], normal[:1], normal, normal[-1:], normal[-1:]])
        side = np.concatenate([side[:1], side[:1], side, side[-1:], side[-1:]])
        radii = np.concatenate([[1e-6], radii[:1] * 0.8, radii, radii[-1:] * 0.8, [1e-6]])
    points = (
        path[:, None]
        + (normal[:, None] * squash * ring[None, :, :1] + side[:, None] * ring[None, :, 1:])
        * radii[:, None, None]
    )
    return sheet(name, points, material, closed=(closed, True))
