"""PDF documents: whole, readable without a password, and without anything that acts.

Nothing here renders a page. Documents are only ever handed out as attachments; what is refused is
what would act when somebody opens them elsewhere.
"""

import mmap
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skyy.api.errors import Code, Problem

from .found import Found

MAX_INFLATED = 64_000_000
"""Bytes that all object streams of a document may hold together."""

MAX_INFLATION = 8_000_000
"""Bytes that one of them may hold."""

_TAIL = 2048
_STREAM = re.compile(rb"stream\r?\n")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# ISO 32000-2: actions (12.6), embedded files (7.11.4), XFA forms (12.7.8), 3D and rich media (13).
_ACTING = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE)"
    rb"(?![A-Za-z])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")


def read_pdf(path: Path) -> Found:
    """Say what a document holds.

    Raises:
        Problem: ``document.unreadable`` or ``document.active``.
    """
    with _mapped(path) as data:
        version = bytes(data[5:8]).decode("ascii", "replace")
        if not re.fullmatch(r"[12]\.\d", version):
            raise _unreadable("its version is none that is known")
        end = data.rfind(b"%%EOF")
        if end < max(0, len(data) - _TAIL) or data.rfind(b"startxref") < 0:
            raise _unreadable("it ends before it is whole")
        pages = 0
        for part in _parts(data):
            _judge(part)
            pages += len(_PAGE.findall(part))
    if not pages:
        raise _unreadable("it has no pages")
    facts = {"format": "PDF", "version": version, "pages": pages}
    return Found("document", "application/pdf", facts=facts)


def _judge(part: bytes) -> None:
    plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part
    if _LOCKED.search(plain):
        raise _unreadable("it is locked with a password")
    if found := _ACTING.search(plain):
        raise Problem(
            Code.DOCUMENT_ACTIVE,
            f"The document acts when it is opened (it holds {found[1].decode()}). "
            "Print it to a new PDF and send that.",
        )


def _parts(data: "mmap.mmap") -> Iterator[bytes]:
    """What is written in the open between the streams, and what object streams hold."""
    at, inflated = 0, 0
    while found := _STREAM.search(data, at):
        before = bytes(data[at : found.start()])
        yield before
        end = data.find(b"endstream", found.end())
        if end < 0:
            raise _unreadable("it ends in the middle of a stream")
        if re.search(rb"/ObjStm(?![A-Za-z])", before[-4096:]):
            objects = _inflated(bytes(data[found.end() : end]))
            inflated += len(objects)
            if inflated > MAX_INFLATED:
                raise _unreadable("it unpacks to more than can be looked at")
            yield objects
        at = end + len(b"endstream")
    yield bytes(data[at:])


def _inflated(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        objects = unpacking.decompress(packed, MAX_INFLATION)
    except zlib.error:
        # Another filter: what is inside cannot be looked at.
        raise _unreadable("it is packed in a way that is not known here") from None
    if unpacking.unconsumed_tail:
        raise _unreadable("it unpacks to more than can be looked at")
    return objects


def _unreadable(why: str) -> Problem:
    return Problem(
        Code.DOCUMENT_UNREADABLE, f"The document cannot be taken: {why}. Export it again as PDF."
    )


@contextmanager
def _mapped(path: Path) -> "Iterator[mmap.mmap]":
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data
