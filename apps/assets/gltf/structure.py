"""What the Khronos validator would call an error in a file that can be read nevertheless."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from skyy.api.errors import Problem

from .accessors import Accessors
from .container import unpack
from .document import count, entry, index, member, members, numbers
from .limits import Limits

_ALIGNMENT = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
_UNIT_TOLERANCE = 0.00674
"""Of normals, as the validator has it."""
MOST = 20
"""Faults listed at most."""


def faults(path: Path, *, limits: Limits | None = None) -> list[str]:
    """Return sentences for people: bounds that are missing or wrong, misaligned data, normals of
    another length than 1, extensions that are used and not named, parts that nothing shows and
    that cannot be read.

    Call it after ``read_glb``, which refuses what cannot be read at all.
    """
    limits = limits or Limits()
    document, binary = unpack(path, limits)
    accessors = Accessors(document, binary, max(limits.max_vertices, 3 * limits.max_triangles))
    found: dict[str, None] = {}
    try:
        for fault in _found(document, accessors, 2 * limits.max_vertices):
            found[fault] = None
            if len(found) == MOST:
                break
    except Problem as problem:
        found[problem.message] = None
    return list(found)


def _found(document: dict[str, Any], accessors: Accessors, most: int) -> Iterator[str]:
    used = {one for one in members(document, "extensionsUsed") if isinstance(one, str)}
    for name in members(document, "extensionsRequired"):
        if name not in used:
            yield f"The extension {str(name)[:80]} is required, but not listed as used."
    for number in range(len(members(document, "accessors"))):
        yield from _misaligned(document, number)
    looked_at: set[tuple[str, int]] = set()
    looked = 0
    for mesh in range(len(members(document, "meshes"))):
        primitives = members(entry(document, "meshes", mesh), "primitives")
        for number in range(len(primitives)):
            primitive = entry({"primitives": primitives}, "primitives", number)
            yield from _of_corners(primitive, accessors)
            for attribute in _attributes(primitive):
                if attribute in looked_at:
                    continue
                looked_at.add(attribute)
                looked += accessors.length(attribute[1])
                # Meshes that nothing shows are not counted by who reads the model.
                if looked > most:
                    yield "The file holds far more data than it shows."
                    return
                yield from _of_attribute(document, primitive, *attribute, accessors)


def _misaligned(document: dict[str, Any], number: int) -> Iterator[str]:
    accessor = entry(document, "accessors", number)
    view_number = index(accessor, "bufferView")
    if view_number is None:
        return
    view = entry(document, "bufferViews", view_number)
    size = _ALIGNMENT.get(count(accessor, "componentType"), 1)
    start = count(accessor, "byteOffset", 0) + count(view, "byteOffset", 0)
    if start % size or count(view, "byteStride", 4) % 4:
        yield f"The data of accessor {number} do not begin at a multiple of their size."


def _attributes(primitive: dict[str, Any]) -> list[tuple[str, int]]:
    attributes = member(primitive, "attributes")
    names = ("POSITION", "NORMAL")
    return [(name, count(attributes, name)) for name in names if name in attributes]


def _of_attribute(
    document: dict[str, Any],
    primitive: dict[str, Any],
    name: str,
    number: int,
    accessors: Accessors,
) -> Iterator[str]:
    accessor = entry(document, "accessors", number)
    packed = bool(member(primitive, "extensions"))
    if name == "NORMAL" and not packed:
        length = np.linalg.norm(accessors.floats(number, "VEC3", "normals"), axis=1)
        if (np.abs(length - 1) > _UNIT_TOLERANCE).any():
            yield f"The normals in accessor {number} are not all of length 1."
    if name != "POSITION":
        return
    if accessor.get("min") is None or accessor.get("max") is None:
        yield f"The bounds of the positions in accessor {number} are missing."
    elif not packed and accessors.length(number) and accessor.get("componentType") == 5126:
        values = accessors.floats(number, "VEC3", "positions")
        lower = np.array(numbers(accessor, "min", (0, 0, 0)), np.float32)
        upper = np.array(numbers(accessor, "max", (0, 0, 0)), np.float32)
        if (lower != values.min(axis=0)).any() or (upper != values.max(axis=0)).any():
            yield f"The bounds of the positions in accessor {number} are wrong."


def _of_corners(primitive: dict[str, Any], accessors: Accessors) -> Iterator[str]:
    indices = index(primitive, "indices")
    corners = count(member(primitive, "attributes"), "POSITION", 0) if indices is None else indices
    whole = accessors.length(corners) % 3 == 0
    if count(primitive, "mode", 4) == 4 and not whole:
        yield "The corners of a mesh make no whole number of triangles."
