"""Plain text: UTF-8 and nothing that a browser would take for markup."""

import re
from pathlib import Path

from skyy.api.errors import Code, Problem

from .found import Found

MAX_BYTES = 1_000_000
_MARKUP = re.compile(r"\s*<[a-zA-Z!?/]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_text(path: Path) -> Found:
    """Say what a text holds.

    Raises:
        Problem: ``upload.empty``, ``upload.too_large``, ``upload.unsupported``.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Problem(
            Code.UPLOAD_TOO_LARGE,
            f"The text has {size / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are taken.",
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("This is no text in UTF-8.") from error
    if not text.strip():
        raise Problem(Code.UPLOAD_EMPTY, "The text is empty. Send it again.")
    if _CONTROL.search(text):
        raise _refused("This is no plain text: it holds control characters.")
    if _MARKUP.match(text):
        raise _refused("This is markup and no plain text.")
    facts = {"format": "Text", "words": len(text.split()), "lines": text.count("\n") + 1}
    return Found("document", "text/plain", facts=facts)


def _refused(words: str) -> Problem:
    return Problem(Code.UPLOAD_UNSUPPORTED, f"{words} Send it as plain text (UTF-8).")
