"""File names as they come from outside."""

import unicodedata
from pathlib import PurePosixPath

from skyy.api.errors import Code, Problem

MAX_LENGTH = 255
"""In bytes of UTF-8, as most file systems count."""

# Invisible marks that change how a name reads: direction (Unicode TR 9), joiners, byte order.
_INVISIBLE = frozenset(
    "\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def clean_filename(raw: str) -> str:
    """Return the name to keep: composed (NFC), without invisible marks, at most 255 bytes.

    Raises:
        Problem: ``upload.bad_name`` for path parts and control characters: an honest client sends
            neither.
    """
    if "/" in raw or "\\" in raw or raw in {".", ".."}:
        raise _refused("it names a folder")
    kinds = {unicodedata.category(letter) for letter in raw}
    if "Cs" in kinds:
        raise _refused("it is not written in UTF-8")
    if "Cc" in kinds:
        raise _refused("it holds control characters")
    visible = "".join(letter for letter in raw if letter not in _INVISIBLE)
    name = unicodedata.normalize("NFC", visible).strip(" .")
    return _shortened(name) if name else "photograph"


def title_of(filename: str) -> str:
    """A name for people: the file name without its extension."""
    return PurePosixPath(filename).stem[:200] or filename[:200]


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > 20:
        suffix = ""
    stem = name.removesuffix(suffix).encode()[: MAX_LENGTH - len(suffix.encode())]
    return stem.decode(errors="ignore") + suffix


def _refused(why: str) -> Problem:
    return Problem(
        Code.UPLOAD_BAD_NAME,
        f"The file's name cannot be taken: {why}. Rename the file and send it again.",
    )
