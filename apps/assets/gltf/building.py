"""Puts a glTF document together: buffer views behind one another, accessors, textures, materials.

The order in which things are added is the order in the file, so the same calls give the same
bytes.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .model import Material, Model

GENERATOR = "Skyy"
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
UNSIGNED_SHORT, UNSIGNED_INT, FLOAT = 5123, 5125, 5126
_LINEAR, _LINEAR_MIPMAP_LINEAR, _CLAMP_TO_EDGE = 9729, 9987, 33071
_KINDS = {1: "SCALAR", 2: "VEC2", 3: "VEC3"}
_RESTART = 65535
"""The largest uint16 is no index: it restarts strips (glTF 2.0, section 3.7.2.1)."""


class Building:
    """A document in the making; ``finished`` gives its JSON and its binary part."""

    def __init__(self) -> None:
        self._binary = bytearray()
        self._parts: dict[str, list[dict[str, Any]]] = {}
        self._materials: dict[Material, int] = {}
        self._images: dict[bytes, int] = {}
        self._extensions: list[str] = []

    def require(self, extension: str) -> None:
        """Say that who reads the file must know an extension."""
        if extension not in self._extensions:
            self._extensions.append(extension)

    def view(self, data: bytes, target: int | None = None) -> int:
        """Add bytes, aligned to four; return the number of their buffer view."""
        self._binary += b"\0" * (-len(self._binary) % 4)
        view: dict[str, Any] = {"buffer": 0}
        if self._binary:
            view["byteOffset"] = len(self._binary)
        view["byteLength"] = len(data)
        if target is not None:
            view["target"] = target
        self._binary += data
        return self._add("bufferViews", view)

    def vertices(self, values: npt.NDArray[np.float32]) -> int:
        """Add one attribute of all vertices, (V, 2) or (V, 3); return its accessor."""
        data = np.ascontiguousarray(values, "<f4")
        return self.described(data, self.view(data.tobytes(), ARRAY_BUFFER))

    def described(self, values: npt.NDArray[np.float32], view: int | None = None) -> int:
        """Add an accessor of float attributes that lie in ``view``, or in an extension's data."""
        accessor: dict[str, Any] = {} if view is None else {"bufferView": view}
        accessor |= {
            "componentType": FLOAT,
            "count": len(values),
            "type": _KINDS[values.shape[1]],
            "min": values.min(axis=0).tolist(),
            "max": values.max(axis=0).tolist(),
        }
        return self._add("accessors", accessor)

    def indices(self, faces: npt.NDArray[np.integer], vertices: int) -> int:
        """Add triangles, as short as their indices allow; return their accessor."""
        short = vertices <= _RESTART
        data = np.ascontiguousarray(faces.ravel(), "<u2" if short else "<u4")
        return self.counted(faces, vertices, self.view(data.tobytes(), ELEMENT_ARRAY_BUFFER))

    def counted(
        self, faces: npt.NDArray[np.integer], vertices: int, view: int | None = None
    ) -> int:
        """Add an accessor of indices that lie in ``view``, or in an extension's data."""
        accessor: dict[str, Any] = {} if view is None else {"bufferView": view}
        accessor |= {
            "componentType": UNSIGNED_SHORT if vertices <= _RESTART else UNSIGNED_INT,
            "count": faces.size,
            "type": "SCALAR",
        }
        return self._add("accessors", accessor)

    def material(self, material: Material) -> int:
        """Add a material once; return its number."""
        if material not in self._materials:
            self._materials[material] = self._add("materials", self._described(material))
        return self._materials[material]

    def finished(
        self, model: Model, primitives: list[dict[str, Any]]
    ) -> tuple[dict[str, Any], bytes]:
        """Return the JSON of a scene with one mesh, and the binary part."""
        asset: dict[str, Any] = {"version": "2.0", "generator": GENERATOR}
        if model.extras:
            asset["extras"] = _plain(model.extras)
        document: dict[str, Any] = {"asset": asset}
        if self._extensions:
            document["extensionsUsed"] = self._extensions
            document["extensionsRequired"] = self._extensions
        document |= {
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": [{"name": model.name, "mesh": 0}],
            "meshes": [{"name": model.name, "primitives": primitives}],
            **self._parts,
            "buffers": [{"byteLength": len(self._binary)}],
        }
        return document, bytes(self._binary)

    def _described(self, material: Material) -> dict[str, Any]:
        shading: dict[str, Any] = {}
        if material.base_color != (1.0, 1.0, 1.0, 1.0):
            shading["baseColorFactor"] = list(material.base_color)
        if material.texture is not None:
            shading["baseColorTexture"] = {"index": self._texture(material)}
        shading |= {
            "metallicFactor": float(material.metallic),
            "roughnessFactor": float(material.roughness),
        }
        described: dict[str, Any] = {"name": material.name, "pbrMetallicRoughness": shading}
        if material.base_color[3] < 1:
            described["alphaMode"] = "BLEND"
        if material.double_sided:
            described["doubleSided"] = True
        return described

    def _texture(self, material: Material) -> int:
        picture = material.texture
        assert picture is not None
        if picture not in self._images:
            if not self._images:
                filters = {"magFilter": _LINEAR, "minFilter": _LINEAR_MIPMAP_LINEAR}
                wraps = {"wrapS": _CLAMP_TO_EDGE, "wrapT": _CLAMP_TO_EDGE}
                self._add("samplers", filters | wraps)
            image = {"mimeType": material.texture_media_type, "bufferView": self.view(picture)}
            source = self._add("images", image)
            laid: dict[str, Any] = {"sampler": 0}
            if material.texture_media_type == "image/webp":
                self.require("EXT_texture_webp")
                laid["extensions"] = {"EXT_texture_webp": {"source": source}}
            else:
                laid["source"] = source
            self._images[picture] = self._add("textures", laid)
        return self._images[picture]

    def _add(self, kind: str, one: dict[str, Any]) -> int:
        listed = self._parts.setdefault(kind, [])
        listed.append(one)
        return len(listed) - 1


def _plain(value: Any) -> Any:
    """Mappings and sequences of any kind as JSON has them."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
