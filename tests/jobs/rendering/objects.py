"""Models whose pictures are known beforehand."""

import io

import numpy as np
from PIL import Image

from apps.assets.gltf.model import Material, Model, Primitive

SIDES = {
    "front": ((0, 0, 1), (1, 0, 0)),
    "left": ((1, 0, 0), (0, 0, -1)),
    "back": ((0, 0, -1), (-1, 0, 0)),
    "right": ((-1, 0, 0), (0, 0, 1)),
    "top": ((0, 1, 0), (1, 0, 0)),
    "bottom": ((0, -1, 0), (1, 0, 0)),
}
COLOURS = {
    "front": (255, 0, 0),
    "left": (0, 255, 0),
    "back": (0, 0, 255),
    "right": (255, 255, 0),
    "top": (0, 255, 255),
    "bottom": (255, 0, 255),
}
UV = np.array([[0, 1], [1, 1], [1, 0], [0, 0]], np.float32)
FACES = np.array([[0, 1, 2], [0, 2, 3]], np.int32)


def square(
    side: str = "front", *, size: float = 1.0, material: Material | None = None
) -> Primitive:
    """One side of a cube around the origin; ``left`` is at +x, the left-hand side as worn."""
    normal, across = (np.array(axis, float) for axis in SIDES[side])
    up = np.cross(normal, across)
    corners = [
        normal - across - up,
        normal + across - up,
        normal + across + up,
        normal - across + up,
    ]
    return Primitive(
        (np.array(corners) * size / 2).astype(np.float32),
        np.tile(normal, (4, 1)).astype(np.float32),
        UV,
        FACES,
        material or Material(),
    )


def cube(*, size: float = 1.0) -> Model:
    """Every side has a colour and a material of its own (``COLOURS``)."""
    parts = []
    for side, colour in COLOURS.items():
        red, green, blue = (value / 255 for value in colour)
        paint = Material(side, base_color=(red, green, blue, 1.0))
        parts.append(square(side, size=size, material=paint))
    return Model(tuple(parts), "cube")


def ball(*, radius: float = 0.5, material: Material | None = None) -> Model:
    """A fine sphere, textured around its equator."""
    rings, sectors = 48, 96
    v, u = np.mgrid[0 : rings + 1, 0 : sectors + 1]
    polar, azimuth = np.pi * v / rings, 2 * np.pi * u / sectors
    normals = np.stack(
        [np.sin(polar) * np.sin(azimuth), np.cos(polar), np.sin(polar) * np.cos(azimuth)], -1
    ).reshape(-1, 3)
    one = Primitive(
        (normals * radius).astype(np.float32),
        normals.astype(np.float32),
        np.stack([u / sectors, v / rings], -1).reshape(-1, 2).astype(np.float32),
        _grid(rings, sectors),
        material or Material(base_color=(0.2, 0.2, 0.2, 1.0)),
    )
    return Model((one,), "ball")


def wall(material: Material, *, z: float) -> Primitive:
    """Two by two metres that face the eye, of many small triangles."""
    rows, columns = np.mgrid[0:21, 0:21]
    points = np.stack([columns / 10 - 1, 1 - rows / 10, np.full(rows.shape, z)], -1)
    return Primitive(
        points.reshape(-1, 3).astype(np.float32),
        np.tile(np.float32([0, 0, 1]), (rows.size, 1)),
        np.zeros((rows.size, 2), np.float32),
        _grid(20, 20),
        material,
    )


def _grid(rows: int, columns: int) -> np.ndarray:
    at = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]))
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    return faces.astype(np.int32)


def texture(pixels: np.ndarray) -> Material:
    """A material of exactly these pixels."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return Material("print", texture=file.getvalue(), texture_media_type="image/png")
