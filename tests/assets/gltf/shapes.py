"""Small models and crafted files for the tests, made in memory."""

import json
import struct
from dataclasses import replace
from typing import Any

import numpy as np

from apps.assets.gltf.model import Material, Model, Primitive
from apps.assets.gltf.shading import crossed, vertex_normals
from tests.assets.pictures import jpeg

TEXTURED = Material("cloth", texture=jpeg(256, 256), roughness=0.8)


def sphere(
    rings: int = 8, sectors: int = 12, *, radius: float = 0.2, material: Material = TEXTURED
) -> Primitive:
    """A closed sphere with a seam of texture coordinates: its first meridian stands twice."""
    v, u = np.mgrid[0 : rings + 1, 0 : sectors + 1]
    polar, azimuth = np.pi * v / rings, 2 * np.pi * (u % sectors) / sectors
    ring = np.where((v == 0) | (v == rings), 0, np.sin(polar))
    points = np.stack([ring * np.sin(azimuth), np.cos(polar), ring * np.cos(azimuth)], -1)
    positions = (points.reshape(-1, 3) * radius).astype(np.float32)
    at = np.arange(positions.shape[0]).reshape(rings + 1, sectors + 1)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, :-1], at[1:, 1:]
    faces = np.concatenate([np.stack(one, -1).reshape(-1, 3) for one in ((a, c, d), (a, d, b))])
    # At the poles one of the two triangles of a cell has no area.
    faces = faces[np.linalg.norm(crossed(positions, faces), axis=1) > 1e-9]
    uv = np.stack([u / sectors, v / rings], -1).reshape(-1, 2).astype(np.float32)
    used = np.unique(faces)
    compact = np.full(len(positions), -1)
    compact[used] = np.arange(len(used))
    positions, uv, faces = positions[used], uv[used], compact[faces].astype(np.int32)
    return Primitive(positions, vertex_normals(positions, faces), uv, faces, material)


def ball(**options: Any) -> Model:
    """A model of one sphere."""
    extras = {"sku": "SR-1", "origin": {"generator": "Skyy", "provider": "local"}}
    return Model((sphere(**options),), "Ball", extras)


def with_faces(model: Model, faces: Any) -> Model:
    """The same vertices, other triangles."""
    one = replace(model.primitives[0], faces=np.asarray(faces, np.int32).reshape(-1, 3))
    return replace(model, primitives=(one,))


def glb(document: Any, binary: bytes = b"") -> bytes:
    """A GLB of any JSON, however wrong; the lengths are right."""
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text
    if binary:
        binary += b"\0" * (-len(binary) % 4)
        chunks += struct.pack("<II", len(binary), 0x004E4942) + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


TRIANGLE = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], "<f4")


def document(positions: Any = TRIANGLE, **changes: Any) -> tuple[dict[str, Any], bytes]:
    """The JSON and data of a mesh without indices; ``changes`` replace members of the JSON."""
    data = np.asarray(positions, "<f4")
    described: dict[str, Any] = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "count": len(data), "type": "VEC3"}],
        "bufferViews": [{"buffer": 0, "byteLength": data.nbytes}],
        "buffers": [{"byteLength": data.nbytes}],
    }
    return described | changes, data.tobytes()
