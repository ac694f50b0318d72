"""Looks at a file from outside and says what it is, or why it is not taken."""

from collections.abc import Collection
from pathlib import Path

from apps.assets.imaging.limits import Limits
from skyy.api.errors import Code, Problem

from .apart import read_apart
from .found import Found, Kind
from .media import read_media
from .roles import DEFAULT_ROLE, check_role, check_size, role_for
from .sniffing import HEAD_BYTES, demuxer_of, reader_of

TAKEN: frozenset[Kind] = frozenset({"image", "model_3d", "video", "audio", "document"})
"""What can be brought in."""


def examine(
    path: Path,
    *,
    kinds: Collection[str] = TAKEN,
    role: str = DEFAULT_ROLE,
    limits: Limits,
) -> Found:
    """Decide by the bytes, never by the name. Beyond its beginning nothing of the file is read in
    this process.

    Args:
        kinds: those that are wanted here, among ``TAKEN``.
        role: what the file is to be; its limits hold.
        limits: for pictures.

    Raises:
        Problem: ``upload.*``, ``photo.*``, ``model.*``, ``media.*``, ``document.*``,
            ``file.unreadable`` or ``service.unavailable``.
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
    if reader == "media" and not {"video", "audio"}.isdisjoint(kinds):
        found = read_media(path, demuxer_of(head) or "", head)
        if found.kind in kinds:
            return found
    return read_apart(path, reader, kinds, role, limits)
