"""Meshes compressed with Draco (KHR_draco_mesh_compression), decoded in a child process."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import refusals

_CHILD = Path(__file__).with_name("draco_child.py")
_SECONDS = 60


@dataclass(frozen=True)
class Compressed:
    """A compressed mesh and what the file says of it.

    Attributes:
        data: the Draco bytes.
        faces: number of its triangles.
        vertices: number of its vertices.
        attributes: Draco's id of each attribute, by its name in glTF.
    """

    data: bytes
    faces: int
    vertices: int
    attributes: Mapping[str, int]


def decode(meshes: Sequence[Compressed]) -> list[dict[str, npt.NDArray[Any]]]:
    """Return for each mesh its ``faces`` (F, 3) and its attributes by name.

    Raises:
        Problem: ``model.unreadable``.
    """
    if not meshes:
        return []
    described = [
        {
            "bytes": len(mesh.data),
            "faces": mesh.faces,
            "vertices": mesh.vertices,
            "attributes": dict(mesh.attributes),
        }
        for mesh in meshes
    ]
    sent = json.dumps(described).encode() + b"\n" + b"".join(mesh.data for mesh in meshes)
    try:
        # The program is our own and its input comes through the pipe.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", str(_CHILD)],
            input=sent,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise refusals.unreadable("The compressed mesh (Draco) is damaged") from error
    with np.load(io.BytesIO(done.stdout), allow_pickle=False) as kept:
        found: list[dict[str, npt.NDArray[Any]]] = [{} for _ in meshes]
        for name in kept.files:
            number, _, attribute = name.partition(".")
            found[int(number)][attribute] = kept[name]
    return found
