"""Writes a model as GLB 2.0: the same model gives the same bytes."""

from pathlib import Path
from typing import Any

from . import container
from .building import Building
from .model import Model
from .shading import unit


def write_glb(path: Path, model: Model) -> None:
    """Write a model that the Khronos validator finds nothing to say about.

    One scene of one mesh with a primitive for each of the model's. Texture coordinates are left
    out where there is no texture. ``model.extras`` goes to ``asset.extras``. See ``tidy`` for what
    makes a mesh clean: this function changes no triangle.

    Raises:
        ValueError: for a model without triangles, or with numbers that are none.
    """
    building = Building()
    primitives: list[dict[str, Any]] = []
    for one in model.primitives:
        material = building.material(one.material)
        attributes = {
            "POSITION": building.vertices(one.positions),
            "NORMAL": building.vertices(unit(one.normals).astype("<f4")),
        }
        if one.material.texture is not None:
            attributes["TEXCOORD_0"] = building.vertices(one.uv)
        indices = building.indices(one.faces, len(one.positions))
        primitives.append({"attributes": attributes, "indices": indices, "material": material})
    if not model.triangles:
        raise ValueError("A model without triangles cannot be written.")
    document, binary = building.finished(model, primitives)
    path.write_bytes(container.pack(document, binary))
