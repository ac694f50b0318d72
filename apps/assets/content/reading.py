"""Reads pictures, 3D models and documents. Runs in a process of its own: see ``apart``."""

from collections.abc import Collection
from pathlib import Path

from apps.assets.gltf.container import MEDIA_TYPE
from apps.assets.gltf.gate import judge_read
from apps.assets.gltf.read import read_glb
from apps.assets.gltf.structure import faults
from apps.assets.gltf.targets import DEFAULT_TARGET, TARGETS
from apps.assets.imaging.decode import inspect_picture
from apps.assets.imaging.limits import Limits
from skyy.api.errors import Code, Problem

from .found import Found
from .pdf import read_pdf
from .roles import TEXT_ROLES
from .sniffing import Reader
from .text import read_text


def read(path: Path, reader: Reader, kinds: Collection[str], role: str, limits: Limits) -> Found:
    """Say what a file is that is neither film nor sound, or why it is not taken.

    Args:
        reader: of ``sniffing.reader_of``.

    Raises:
        Problem: as ``examining.examine``.
    """
    if reader == "model" and "model_3d" in kinds:
        return _model(path)
    if reader == "pdf" and "document" in kinds:
        return read_pdf(path)
    return _picture_or_text(path, kinds, role, limits)


def _picture_or_text(path: Path, kinds: Collection[str], role: str, limits: Limits) -> Found:
    try:
        info = inspect_picture(path, limits=limits)
    except Problem as problem:
        if problem.code != Code.UPLOAD_UNSUPPORTED:
            raise
        if role in TEXT_ROLES and "document" in kinds:
            return read_text(path)
        if "model_3d" not in kinds:
            raise
        words = f"{problem.message} A 3D model is taken as one binary file (GLB)."
        raise Problem(problem.code, words) from problem
    return Found("image", info.media_type, info.width, info.height, info.as_facts())


def _model(path: Path) -> Found:
    """Read whole, so that only what can be shown is taken. The gate's verdict is noted: a model
    too large to publish may still be kept."""
    model = read_glb(path)
    gate = judge_read(model, faults(path), path.stat().st_size, TARGETS[DEFAULT_TARGET])
    names = ("triangles", "vertices", "texture_px", "size_m", "bytes")
    facts = {"format": "GLB"} | {name: gate.facts[name] for name in names}
    return Found("model_3d", MEDIA_TYPE, facts=facts | {"gate": gate.as_json()})
