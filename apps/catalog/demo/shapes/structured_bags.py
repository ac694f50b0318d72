"""Bags that stand by themselves: the top-handle bag, the tote, the quilted envelope."""

from __future__ import annotations

import numpy as np

from apps.catalog.demo.shapes import hardware
from apps.catalog.demo.shapes.bag_bodies import (
    BagSize,
    arch,
    box,
    flap_over,
    pillow,
    piping,
    rounded,
    thread,
)
from apps.catalog.demo.shapes.curve import Points, smooth, tube
from apps.catalog.demo.shapes.mesh import Part, merge, rotation, sheet
from apps.catalog.demo.shapes.model import Palette
from apps.catalog.demo.studio.materials import Material, cloth, metal, mixed


def top_handle(spec: BagSize, palette: Palette) -> list[Part]:
    leather = cloth("calfskin", palette.main, stitch=thread(palette.main))
    edge = cloth("calf", palette.accent, roughness=0.35)
    brass = metal(palette.metal)
    body = box(spec, leather, power=7.0, taper=-0.10, bulge=0.006)
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
    flap = flap_over(spec.width * 0.955, path, leather, spec.width * 0.16, 0.012)
    front = -d - 0.025
    lock = hardware.plate("lock", 0.034, 0.026, 0.004, brass, 5).moved((0, front + 0.001, h * 0.53))
    knob = hardware.plate("knob", 0.017, 0.0075, 0.009, brass, 3).moved(
        (0, front - 0.002, h * 0.53)
    )
    handle = tube(
        "handle", arch(spec.width * 0.50, h * 1.055, 0.105, 0, 0.0), 0.0068, edge, around=22
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


def tote(spec: BagSize, palette: Palette) -> list[Part]:
    leather = cloth("bridle", palette.main, stitch=thread(palette.main), wrinkle=0.25)
    inside = cloth("suede", mixed(palette.main, "#c9a27a", 0.35))
    dark = cloth("bridle", palette.second, stitch=thread(palette.second))
    outer = box(spec, leather, power=6.0, taper=0.16, bulge=0.004)
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
                arch(spec.width * 0.42, spec.height * 0.80, 0.25, y, -side * 0.006 - 0.012, 90),
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


def quilted(spec: BagSize, palette: Palette) -> list[Part]:
    leather = cloth("lamb", palette.main)
    smooth_skin = cloth("nappa", palette.accent, stitch=thread(palette.accent))
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
    flap = flap_over(
        spec.width * 0.985,
        path,
        cloth("lamb", palette.main, stitch=thread(palette.main)),
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
        piping("trim", shape, spec.depth * 0.8, 0.0024, smooth_skin),
    ]
