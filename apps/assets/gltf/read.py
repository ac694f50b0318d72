"""Reads a GLB that somebody else made: into a ``Model``, or into a reason in words."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import draco_reading, refusals
from .accessors import Accessors, as_floats
from .container import unpack
from .document import count, entry, index, member, members, text
from .draco_reading import Compressed
from .limits import Limits
from .materials import Materials, Surface
from .model import Model, Primitive
from .nodes import Placed, placed_meshes
from .shading import crossed, mended, unit
from .triangulation import MODES, TRIANGLES, number_of_triangles, triangles

DRACO = "KHR_draco_mesh_compression"
_UNDERSTOOD = frozenset({DRACO, "EXT_texture_webp", "KHR_mesh_quantization"}) | {
    # They change the light on a surface, not the surface.
    "KHR_lights_punctual",
    "KHR_texture_transform",
    "KHR_xmp_json_ld",
}
_MESHOPT = frozenset({"EXT_meshopt_compression", "KHR_meshopt_compression"})

_READ = frozenset({"POSITION", "NORMAL", *(f"TEXCOORD_{number}" for number in range(8))})
"""Attributes taken out of Draco. Others may be many, and may be called like ours."""

F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Source:
    """A primitive of a mesh as the file has it, counted and not yet read."""

    primitive: dict[str, Any]
    mode: int
    indices: int | None
    vertices: int
    triangles: int


def read_glb(path: Path, *, limits: Limits | None = None) -> Model:
    """Return what a GLB 2.0 shows, in its scene's space, in metres.

    Nodes' transforms are applied; strips and fans become triangles; missing normals are made flat
    as glTF asks, missing texture coordinates are 0. Draco is decoded in a process of its own.
    Points, lines, animations, cameras, lights and vertex colours are left out. What the file
    declares is checked against the limits before it is allocated.

    Args:
        path: the file; its name does not matter.
        limits: ``Limits()`` when ``None``.

    Raises:
        Problem: ``model.unreadable``, ``model.wrong_length``, ``model.empty``,
            ``model.not_finite``, ``model.too_large``, ``model.remote``, ``model.wrong_units`` or
            ``model.unsupported``, each saying what to do.
    """
    limits = limits or Limits()
    document, binary = unpack(path, limits)
    _check_kind(document)
    accessors = Accessors(document, binary, max(limits.max_vertices, 3 * limits.max_triangles))
    placed = placed_meshes(document, limits)
    sources = _counted(document, placed, accessors, limits)
    decoded = _decoded(sources, accessors)
    materials = Materials(document, accessors, limits)
    read = {
        mesh: [
            _read(one, accessors, materials.of(one.primitive), decoded.get((mesh, number)))
            for number, one in enumerate(listed)
        ]
        for mesh, listed in sources.items()
    }
    primitives = tuple(
        _placed(one, place.to_scene) for place in placed for one in read.get(place.mesh, [])
    )
    asset = member(document, "asset")
    model = Model(
        primitives=tuple(one for one in primitives if len(one.faces)),
        name=_name(document, placed),
        extras=member(asset, "extras") if isinstance(asset.get("extras"), dict) else {},
    )
    _check_size(model, limits)
    return model


def _check_kind(document: dict[str, Any]) -> None:
    version = text(member(document, "asset"), "version")
    if not version.startswith("2."):
        raise refusals.unreadable("The file does not say that it is glTF 2.0")
    for image in members(document, "images"):
        if isinstance(image, dict) and image.get("uri") is not None:
            raise refusals.remote("A texture of the model lies outside of the file")
    required = {one for one in members(document, "extensionsRequired") if isinstance(one, str)}
    if required & _MESHOPT:
        raise refusals.unsupported(
            "is compressed with meshopt", "Export it uncompressed or with Draco."
        )
    unknown = sorted(
        one for one in required if one not in _UNDERSTOOD and not one.startswith("KHR_materials_")
    )
    if "KHR_materials_pbrSpecularGlossiness" in required:
        unknown = ["KHR_materials_pbrSpecularGlossiness"]
    if unknown:
        raise refusals.unsupported(
            f"requires {', '.join(unknown)[:200]}", "Export it as plain glTF 2.0."
        )


def _counted(
    document: dict[str, Any], placed: list[Placed], accessors: Accessors, limits: Limits
) -> dict[int, list[_Source]]:
    """The primitives by mesh, all instances counted against the limits."""
    found: dict[int, list[_Source]] = {}
    number = vertices = primitives = 0
    for place in placed:
        if place.mesh not in found:
            mesh = entry(document, "meshes", place.mesh)
            if any(one for one in members(mesh, "weights")):
                raise refusals.unsupported(
                    "is bent by morph targets", "Apply them to the mesh and export it again."
                )
            found[place.mesh] = [
                source
                for at in range(len(members(mesh, "primitives")))
                if (source := _source(entry(mesh, "primitives", at), accessors)) is not None
                and source.triangles
            ]
        number += sum(one.triangles for one in found[place.mesh])
        vertices += sum(one.vertices for one in found[place.mesh])
        primitives += len(found[place.mesh])
        if primitives > limits.max_primitives:
            raise refusals.too_large("parts or more", primitives, limits.max_primitives)
        if number > limits.max_triangles:
            raise refusals.too_large("triangles or more", number, limits.max_triangles)
        if vertices > limits.max_vertices:
            raise refusals.too_large("vertices or more", vertices, limits.max_vertices)
    if number == 0:
        raise refusals.empty("The model shows no triangles")
    return found


def _source(primitive: dict[str, Any], accessors: Accessors) -> _Source | None:
    mode = count(primitive, "mode", TRIANGLES)
    attributes = member(primitive, "attributes")
    if mode not in MODES or "POSITION" not in attributes:
        return None
    vertices = accessors.length(count(attributes, "POSITION"))
    indices = index(primitive, "indices")
    corners = vertices if indices is None else accessors.length(indices)
    return _Source(primitive, mode, indices, vertices, number_of_triangles(mode, corners))


def _decoded(
    sources: dict[int, list[_Source]], accessors: Accessors
) -> dict[tuple[int, int], dict[str, npt.NDArray[Any]]]:
    """What Draco holds, by mesh and primitive; data that several share are decoded once."""
    views: dict[tuple[int, int], int] = {}
    meshes: dict[int, Compressed] = {}
    for mesh, listed in sources.items():
        for number, source in enumerate(listed):
            packed = member(member(source.primitive, "extensions"), DRACO)
            if not packed:
                continue
            attributes = member(packed, "attributes")
            view = views[(mesh, number)] = count(packed, "bufferView")
            wanted = Compressed(
                data=accessors.whole(view),
                faces=source.triangles,
                vertices=source.vertices,
                attributes={name: count(attributes, name) for name in attributes if name in _READ},
            )
            if meshes.setdefault(view, wanted) != wanted:
                raise refusals.unreadable("A compressed mesh is described in two ways")
    decoded = dict(zip(meshes, draco_reading.decode(list(meshes.values())), strict=True))
    return {place: decoded[view] for place, view in views.items()}


def _read(
    source: _Source,
    accessors: Accessors,
    surface: Surface,
    decoded: dict[str, npt.NDArray[Any]] | None,
) -> Primitive:
    attributes = member(source.primitive, "attributes")

    def values(name: str, kind: str, what: str) -> F32 | None:
        if name not in attributes:
            return None
        if decoded is None or name not in decoded:
            found = accessors.floats(count(attributes, name), kind, what)
        else:
            normalised = accessors.normalised(count(attributes, name))
            found = as_floats(decoded[name], normalised=normalised, what=what)
        if found.shape != (source.vertices, 2 if kind == "VEC2" else 3):
            raise refusals.unreadable(f"The {what} do not belong to the vertices")
        return found

    positions = values("POSITION", "VEC3", "positions")
    assert positions is not None
    if decoded is not None:
        faces = decoded["faces"].astype(np.int32)
    elif source.indices is None:
        faces = triangles(source.mode, np.arange(source.vertices))
    else:
        faces = triangles(source.mode, accessors.integers(source.indices))
    if faces.size and not 0 <= faces.min() <= faces.max() < source.vertices:
        raise refusals.unreadable("A triangle names a vertex that is not there")
    normals = values("NORMAL", "VEC3", "normals")
    uv = values(f"TEXCOORD_{surface.uv_set}", "VEC2", "texture coordinates")
    if uv is None:
        uv = np.zeros((source.vertices, 2), np.float32)
    elif surface.uv_matrix is not None:
        moved = uv @ surface.uv_matrix[:, :2].T + surface.uv_matrix[:, 2]
        uv = as_floats(moved, normalised=False, what="texture coordinates")
    if normals is not None:
        return Primitive(positions, mended(normals, positions, faces), uv, faces, surface.material)
    corners = faces.ravel()
    flat = np.repeat(unit(crossed(positions, faces)), 3, axis=0).astype(np.float32)
    apart = np.arange(len(corners), dtype=np.int32).reshape(-1, 3)
    return Primitive(positions[corners], flat, uv[corners], apart, surface.material)


def _placed(one: Primitive, to_scene: npt.NDArray[np.float64]) -> Primitive:
    if np.array_equal(to_scene, np.eye(4)):
        return one
    linear = to_scene[:3, :3]
    positions = one.positions @ linear.T + to_scene[:3, 3]
    if not (np.abs(positions) < 1e18).all():
        raise refusals.not_finite("positions")
    turned = np.linalg.det(linear)
    # The cofactors are the inverse transposed times the determinant, and exist without one.
    cofactors = np.stack([np.cross(linear[(i + 1) % 3], linear[(i + 2) % 3]) for i in range(3)])
    normals = unit(one.normals @ (cofactors.T if turned >= 0 else -cofactors.T))
    faces = one.faces if turned >= 0 else np.ascontiguousarray(one.faces[:, ::-1])
    return Primitive(
        positions.astype(np.float32), normals.astype(np.float32), one.uv, faces, one.material
    )


def _name(document: dict[str, Any], placed: list[Placed]) -> str:
    if not placed:
        return "model"
    return text(entry(document, "meshes", placed[0].mesh), "name", "model")


def _check_size(model: Model, limits: Limits) -> None:
    used = [one.positions[one.faces.ravel()] for one in model.primitives]
    lower = np.min([points.min(axis=0) for points in used], axis=0).astype(np.float64)
    upper = np.max([points.max(axis=0) for points in used], axis=0).astype(np.float64)
    side = float((upper - lower).max())
    if side <= 0:
        raise refusals.empty("All triangles of the model lie in one point")
    if limits.min_side_m <= side <= limits.max_side_m:
        return
    raise refusals.wrong_units(side, limits.min_side_m, limits.max_side_m)
