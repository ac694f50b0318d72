"""Bags that take the shape of what they hold: the crossbody and the bucket."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.bag_bodies import (
    BagSize,
    arch,
    pillow,
    piping,
    rounded,
    thread,
)
from apps.catalog.demo.shapes.curve import profile, smooth, tube, vector
from apps.catalog.demo.shapes.mesh import Part, merge, rotation, sheet, thick
from apps.catalog.demo.shapes.model import Palette
from apps.catalog.demo.studio.materials import cloth, metal


def crossbody(spec: BagSize, palette: Palette) -> list[Part]:
    canvas = cloth("canvas", palette.main, stitch=thread(palette.second))
    leather = cloth("bridle", palette.second, stitch=thread(palette.second, (0.0,)))
    brass = metal("brass")
    shape = rounded(spec.width, spec.height, 3.4, sag=0.004)
    body = pillow(shape, spec.depth * 0.7, canvas, puff=0.010)
    pocket_shape = rounded(spec.width * 0.74, spec.height * 0.56, 3.6)
    pocket = pillow(pocket_shape, 0.014, canvas, puff=0.006, edge=0.007, rows=30)
    front = -spec.depth * 0.35 - 0.012
    pocket = pocket.moved((0, front, spec.height * 0.09))
    pipes = piping("piping", shape, spec.depth * 0.7, 0.0027, leather)
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


def bucket(spec: BagSize, palette: Palette) -> list[Part]:
    suede = cloth(spec.cloth, palette.main, stitch=thread(palette.second))
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
                front + vector(side * 0.006, -0.006, 0),
                front + vector(side * 0.018, -0.022, -0.018),
                front + vector(side * 0.022 + swing, -0.040, -0.075),
                front + vector(side * 0.020 + swing, -0.042, -0.115),
            ],
            40,
        )
        tails.append(tube("cord", tail, 0.0026, cord, around=10))
        tails.append(tube("cord", tail[-8:] + np.array([0, 0, -0.012]), 0.0055, cord, around=12))
    top = spec.height * 0.9
    strap = tube(
        "strap",
        arch(spec.width * 0.62, top, 0.20, 0.0, 0.02, 80),
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
