"""Which reader a file belongs to, told from its first bytes."""

from typing import Literal

from apps.assets.gltf.container import MAGIC

HEAD_BYTES = 4096
Reader = Literal["model", "media", "pdf", "picture"]

# Demuxers of FFmpeg by what a file begins with. None that reads other files or addresses, as
# playlists do, is among them.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"ID3", "mp3"),
)
_STILL_BRANDS = frozenset(
    {b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"crx "}
)


def reader_of(head: bytes) -> Reader:
    """Who reads this; whatever has no reader of its own is the pictures' to name and to refuse.

    Args:
        head: the first ``HEAD_BYTES`` bytes, or all there are.
    """
    if head.startswith(MAGIC):
        return "model"
    if head.startswith(b"%PDF-"):
        return "pdf"
    return "picture" if demuxer_of(head) is None else "media"


def demuxer_of(head: bytes) -> str | None:
    """FFmpeg's name of the container of a film or a sound; ``None`` for anything else."""
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, _ftyp_end(head), 4))}
        return None if brands & _STILL_BRANDS else "mov"
    # ISO/IEC 11172-3: eleven bits of sync, layer III and no reserved version.
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "mp3" if head[2] & 0xF0 != 0xF0 and head[1] & 0x18 != 0x08 else None
    return None


def _ftyp_end(head: bytes) -> int:
    return min(len(head) - 3, int.from_bytes(head[:4], "big"))
