"""Where the meshes of a scene stand (glTF 2.0, section 3.5)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from . import refusals
from .document import entry, index, members, numbers
from .limits import Limits

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Placed:
    """A mesh by its number, and the 4 × 4 matrix from its own space to the scene's."""

    mesh: int
    to_scene: Matrix


def placed_meshes(document: dict[str, Any], limits: Limits) -> list[Placed]:
    """Return the meshes of the default scene, depth first. A file without nodes shows its meshes
    as they are.

    Raises:
        Problem: ``model.unreadable`` for cycles, shared children and trees deeper than the limit;
            ``model.too_large``; ``model.unsupported`` for skeletons.
    """
    nodes = members(document, "nodes")
    if not nodes:
        whole = range(min(len(members(document, "meshes")), limits.max_nodes))
        return [Placed(number, np.eye(4)) for number in whole]
    found: list[Placed] = []
    seen: set[int] = set()
    waiting = [(root, np.eye(4), 1) for root in reversed(_roots(document))]
    while waiting:
        number, above, depth = waiting.pop()
        if number in seen:
            raise refusals.unreadable("The scene's nodes do not form a tree")
        seen.add(number)
        if len(seen) > limits.max_nodes:
            raise refusals.too_large("nodes", len(nodes), limits.max_nodes)
        if depth > limits.max_depth:
            raise refusals.unreadable(
                f"The scene's nodes are nested deeper than {limits.max_depth}"
            )
        node = entry(document, "nodes", number)
        to_scene = above @ _matrix(node)
        mesh = index(node, "mesh")
        if mesh is not None:
            if node.get("skin") is not None:
                raise refusals.unsupported(
                    "is posed by a skeleton", "Apply the pose to the mesh and export it again."
                )
            found.append(Placed(mesh, to_scene))
        children = _indices(node, "children")
        waiting += [(child, to_scene, depth + 1) for child in reversed(children)]
    return found


def _roots(document: dict[str, Any]) -> list[int]:
    if members(document, "scenes"):
        scene = entry(document, "scenes", index(document, "scene") or 0)
        return _indices(scene, "nodes")
    every = range(len(members(document, "nodes")))
    children = {
        child
        for number in every
        for child in _indices(entry(document, "nodes", number), "children")
    }
    return [number for number in every if number not in children]


def _indices(of: dict[str, Any], name: str) -> list[int]:
    found = members(of, name)
    if any(isinstance(one, bool) or not isinstance(one, int) or one < 0 for one in found):
        raise refusals.unreadable(f"“{name}” holds something that is no index")
    return found


def _matrix(node: dict[str, Any]) -> Matrix:
    if node.get("matrix") is not None:
        # Column by column in the file.
        given = np.array(numbers(node, "matrix", np.eye(4).ravel().tolist()))
        return np.asarray(given.reshape(4, 4).T)
    x, y, z, w = numbers(node, "rotation", (0, 0, 0, 1))
    length = np.sqrt(x * x + y * y + z * z + w * w)
    if length < 1e-12:
        raise refusals.unreadable("A node's rotation is none")
    x, y, z, w = x / length, y / length, z / length, w / length
    matrix = np.eye(4)
    matrix[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    matrix[:3, :3] *= np.array(numbers(node, "scale", (1, 1, 1)))
    matrix[:3, 3] = numbers(node, "translation", (0, 0, 0))
    return matrix
