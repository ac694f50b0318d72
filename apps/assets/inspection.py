"""Looks at a file from outside and says what it is, or why it is not taken."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skyy.api.errors import Code, Problem

from .gltf.container import MAGIC, MEDIA_TYPE
from .gltf.gate import judge_read
from .gltf.read import read_glb
from .gltf.structure import faults
from .gltf.targets import DEFAULT_TARGET, TARGETS
from .imaging.decode import inspect_picture
from .imaging.limits import Limits
from .models import AssetKind

TAKEN = frozenset({AssetKind.IMAGE, AssetKind.MODEL_3D})
"""What can be brought in."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file is. ``width`` and ``height`` in pixels, ``None`` for what is no picture;
    ``facts`` as ``Version.facts`` keeps them."""

    kind: AssetKind
    media_type: str
    width: int | None
    height: int | None
    facts: dict[str, Any]


def inspect(path: Path, *, kinds: Collection[AssetKind] = TAKEN, limits: Limits) -> Inspected:
    """Decide by the bytes, never by the name.

    Args:
        kinds: those that are wanted here, among ``TAKEN``.
        limits: for pictures.

    Raises:
        Problem: ``upload.*``, ``photo.*`` or ``model.*``.
    """
    if AssetKind.MODEL_3D in kinds and _begins_with(path, MAGIC):
        return _model(path)
    try:
        info = inspect_picture(path, limits=limits)
    except Problem as problem:
        if problem.code == Code.UPLOAD_UNSUPPORTED and AssetKind.MODEL_3D in kinds:
            words = f"{problem.message} A 3D model is taken as one binary file (GLB)."
            raise Problem(problem.code, words) from problem
        raise
    return Inspected(AssetKind.IMAGE, info.media_type, info.width, info.height, info.as_facts())


def _model(path: Path) -> Inspected:
    """Read whole, so that only what can be shown is taken. The gate's verdict is noted: a model
    too large to publish may still be kept."""
    model = read_glb(path)
    gate = judge_read(model, faults(path), path.stat().st_size, TARGETS[DEFAULT_TARGET])
    names = ("triangles", "vertices", "texture_px", "size_m", "bytes")
    facts = {"format": "GLB"} | {name: gate.facts[name] for name in names}
    return Inspected(AssetKind.MODEL_3D, MEDIA_TYPE, None, None, facts | {"gate": gate.as_json()})


def _begins_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic
