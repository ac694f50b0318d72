"""The GLB container: a header, one chunk of JSON, one of binary data (glTF 2.0, section 4.4)."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from . import refusals
from .limits import Limits

MAGIC = b"glTF"
MEDIA_TYPE = "model/gltf-binary"
_JSON, _BINARY = 0x4E4F534A, 0x004E4942
_VERSION = 2
_HEADER, _CHUNK = struct.Struct("<4sII"), struct.Struct("<II")


def pack(document: Mapping[str, Any], binary: bytes) -> bytes:
    """Return the file. Keys stay in their order, so the same document gives the same bytes."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    described = text.encode()
    described += b" " * (-len(described) % 4)
    binary += b"\0" * (-len(binary) % 4)
    chunks = _CHUNK.pack(len(described), _JSON) + described
    if binary:
        chunks += _CHUNK.pack(len(binary), _BINARY) + binary
    return _HEADER.pack(MAGIC, _VERSION, _HEADER.size + len(chunks)) + chunks


def unpack(path: Path, limits: Limits) -> tuple[dict[str, Any], memoryview]:
    """Return the JSON and the binary chunk, which is empty where there is none.

    Raises:
        Problem: ``model.unreadable``, ``model.wrong_length``, ``model.too_large``,
            ``model.unsupported``.
    """
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise refusals.too_large("bytes", size, limits.max_bytes)
    data = memoryview(path.read_bytes())
    _check_header(data)
    chunks = _chunks(data)
    if not chunks or chunks[0][0] != _JSON:
        raise refusals.unreadable("The file does not begin with its description")
    if len(chunks[0][1]) > limits.max_json_bytes:
        raise refusals.too_large(
            "bytes of description (JSON)", len(chunks[0][1]), limits.max_json_bytes
        )
    binary = chunks[1][1] if len(chunks) > 1 and chunks[1][0] == _BINARY else memoryview(b"")
    return _document(bytes(chunks[0][1])), binary


def _check_header(data: memoryview) -> None:
    if bytes(data[:4]) != MAGIC:
        if bytes(data[:64]).lstrip()[:1] == b"{":
            raise refusals.unsupported(
                "is a .gltf text file, whose parts lie in other files",
                "Export it as one binary file (.glb).",
            )
        raise refusals.unreadable("The file is no GLB: it does not begin with “glTF”")
    if len(data) < _HEADER.size:
        raise refusals.wrong_length("The file ends inside its header")
    _, version, length = _HEADER.unpack_from(data)
    if version != _VERSION:
        raise refusals.unreadable(f"The file says it is glTF {version}, and only glTF 2 is read")
    if length != len(data):
        raise refusals.wrong_length(
            f"The file says it has {length:,} bytes, but it has {len(data):,}"
        )


def _chunks(data: memoryview) -> list[tuple[int, memoryview]]:
    found: list[tuple[int, memoryview]] = []
    at = _HEADER.size
    while at < len(data):
        if at + _CHUNK.size > len(data):
            raise refusals.wrong_length("The file ends inside the header of a part")
        length, kind = _CHUNK.unpack_from(data, at)
        at += _CHUNK.size
        if at + length > len(data):
            raise refusals.wrong_length(
                f"A part of the file claims {length:,} bytes, but {len(data) - at:,} are left"
            )
        found.append((kind, data[at : at + length]))
        if len(found) > 16:
            raise refusals.unreadable("The file has more than 16 parts")
        at += length
    return found


def _document(text: bytes) -> dict[str, Any]:
    try:
        document = json.loads(text.decode(), parse_constant=_no_number)
        # Half of a surrogate pair cannot be stored or shown, and names end up in messages.
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise refusals.unreadable("The description inside the file (JSON) is damaged") from error
    if not isinstance(document, dict):
        raise refusals.unreadable("The description inside the file (JSON) is no object")
    return document


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
