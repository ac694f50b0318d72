"""A small 3D model for tests: a box whose six sides have their own colours, as file and rows."""

import io
import json
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from apps.accounts.models import Team
from apps.assets import blobs, renditions
from apps.assets.models import Asset, AssetKind, AssetStatus, Blob, Version, VersionSource
from apps.assets.specifications import TURNTABLE_MP4

SIDES = {
    "front": ((0, 0, 1), (0.8, 0.1, 0.1)),
    "back": ((0, 0, -1), (0.1, 0.2, 0.8)),
    "left": ((1, 0, 0), (0.1, 0.6, 0.2)),
    "right": ((-1, 0, 0), (0.9, 0.7, 0.1)),
    "top": ((0, 1, 0), (0.9, 0.9, 0.9)),
    "bottom": ((0, -1, 0), (0.1, 0.1, 0.1)),
}
SIZE = (0.4, 0.6, 0.2)
FACTS: Mapping[str, Any] = {
    "triangles": 12,
    "vertices": 24,
    "texture_px": 1024,
    "bytes": 4321,
    "size_m": list(SIZE),
    "gate": {"passed": True, "target": "mobile_ar", "failures": [], "facts": {"triangles": 12}},
}


def box_glb() -> bytes:
    """A box of ``SIZE`` metres as GLB (glTF 2.0, section 4.4)."""
    data = b""
    views: list[dict[str, Any]] = []
    accessors: list[dict[str, Any]] = []
    meshes: list[dict[str, Any]] = []
    materials: list[dict[str, Any]] = []
    half = np.array(SIZE, np.float32) / 2
    for name, (normal, colour) in SIDES.items():
        n = np.array(normal, np.float32)
        u = np.roll(n, 1)
        v = np.cross(n, u)
        corners = np.array([n - u - v, n + u - v, n + u + v, n - u + v], np.float32) * half
        index = len(accessors)
        for array, kind, what in (
            (corners, "VEC3", 5126),
            (np.tile(n, (4, 1)).astype(np.float32), "VEC3", 5126),
            (np.array([0, 1, 2, 0, 2, 3], np.uint32), "SCALAR", 5125),
        ):
            accessor = {
                "bufferView": len(views),
                "componentType": what,
                "count": len(array),
                "type": kind,
            }
            if array is corners:
                accessor |= {"min": corners.min(0).tolist(), "max": corners.max(0).tolist()}
            accessors.append(accessor)
            views.append({"buffer": 0, "byteOffset": len(data), "byteLength": array.nbytes})
            data += array.tobytes()
        meshes.append(
            {
                "attributes": {"POSITION": index, "NORMAL": index + 1},
                "indices": index + 2,
                "material": len(materials),
            }
        )
        factors = {"baseColorFactor": [*colour, 1], "metallicFactor": 0, "roughnessFactor": 0.9}
        materials.append({"name": name, "pbrMetallicRoughness": factors})
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": meshes}],
        "materials": materials,
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(data)}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<II", len(text), 0x4E4F534A) + text
    body += struct.pack("<II", len(data), 0x004E4942) + data
    return struct.pack("<III", 0x46546C67, 2, 12 + len(body)) + body


def poster_webp(side: int = 320, colour: tuple[int, int, int] = (190, 40, 40)) -> bytes:
    """What stands for the model until it is there: its front on a transparent ground."""
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    picture.paste((*colour, 255), (side // 3, side // 5, 2 * side // 3, 4 * side // 5))
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80)
    return out.getvalue()


def film_mp4(frames: int = 24, side: int = 96) -> bytes:
    """A film whose picture grows brighter from frame to frame."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=12)
        stream.width = stream.height = side
        stream.pix_fmt = "yuv420p"
        for number in range(frames):
            grey = np.full((side, side, 3), 20 + 9 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, "rgb24")))
        container.mux(stream.encode())
    return out.getvalue()


def stored(data: bytes, media_type: str, storage: str = "renditions") -> Blob:
    """Keep bytes and return their row."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        kept = blobs.store(Path(file.name), storage=storage, media_type=media_type, prefix="test")
    with blobs.recording(kept):
        return blobs.adopt(kept)


def model_version(
    team: Team, name: str = "A model", *, provenance: Mapping[str, Any] | None = None
) -> Version:
    """A 3D model with its poster and turntable, as the pipeline leaves it."""
    asset = Asset.objects.create(
        team=team, kind=AssetKind.MODEL_3D, role="model", name=name, status=AssetStatus.READY
    )
    version = Version.objects.create(
        asset=asset,
        number=1,
        blob=stored(box_glb(), "model/gltf-binary", "originals"),
        source=VersionSource.JOB,
        filename=f"{name}.glb",
        facts=dict(FACTS),
        provenance=dict(provenance or {}),
    )
    asset.current_version = version
    asset.save()
    renditions.record(version, "thumb_320_webp", stored(poster_webp(), "image/webp"), 320, 320)
    renditions.record(version, TURNTABLE_MP4, stored(film_mp4(), "video/mp4"), 96, 96)
    return version
