"""Looks at a file from outside and says what it is, or why it is not taken."""

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

from .found import Found, Kind
from .media import read_media
from .pdf import read_pdf
from .roles import DEFAULT_ROLE, TEXT_ROLES, check_role, check_size, role_for
from .sniffing import HEAD_BYTES, demuxer_of, reader_of
from .text import read_text

TAKEN: frozenset[Kind] = frozenset({"image", "model_3d", "video", "audio", "document"})
"""What can be brought in."""


def examine(
    path: Path,
    *,
    kinds: Collection[str] = TAKEN,
    role: str = DEFAULT_ROLE,
    limits: Limits,
) -> Found:
    """Decide by the bytes, never by the name.

    Args:
        kinds: those that are wanted here, among ``TAKEN``.
        role: what the file is to be; its limits hold.
        limits: for pictures.

    Raises:
        Problem: ``upload.*``, ``photo.*``, ``model.*``, ``media.*``, ``document.*`` or
            ``file.unreadable``.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise Problem(Code.FILE_UNREADABLE, "The file cannot be opened for reading.") from error
    check_size(role, size)
    found = _read(path, head, kinds, role, limits)
    check_role(role_for(found.kind, role), found, size)
    return found


def _read(path: Path, head: bytes, kinds: Collection[str], role: str, limits: Limits) -> Found:
    reader = reader_of(head)
    if reader == "model" and "model_3d" in kinds:
        return _model(path)
    if reader == "media" and not {"video", "audio"}.isdisjoint(kinds):
        found = read_media(path, demuxer_of(head) or "", head)
        if found.kind in kinds:
            return found
    if reader == "pdf" and "document" in kinds:
        return read_pdf(path)
    return _picture_or_text(path, head, kinds, role, limits)


def _picture_or_text(
    path: Path, head: bytes, kinds: Collection[str], role: str, limits: Limits
) -> Found:
    try:
        info = inspect_picture(path, limits=limits)
    except Problem as problem:
        if problem.code != Code.UPLOAD_UNSUPPORTED:
            raise
        if head and role in TEXT_ROLES and "document" in kinds:
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
