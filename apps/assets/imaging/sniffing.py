"""What a file is, told from its first bytes; names and declared types are never believed."""

from skyy.api.errors import Code, Problem

HEAD_BYTES = 64

MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
}

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"BM", "a BMP picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"8BPS", "a Photoshop document"),
    (b"glTF", "a 3D model"),
    (b"RIFF", "a sound or a film"),
    (b"OggS", "a sound or a film"),
    (b"ID3", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a program"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_ACCEPTED = "Send it as JPEG, PNG, TIFF, WebP or AVIF."


def picture_format(head: bytes) -> str:
    """Return ``JPEG``, ``PNG``, ``WEBP``, ``TIFF`` or ``AVIF``, or ``GIF`` (refused later, once it
    is known whether it moves).

    Args:
        head: the first ``HEAD_BYTES`` bytes, or all there are.

    Raises:
        Problem: ``upload.empty`` or ``upload.unsupported``, saying what it is instead.
    """
    if not head:
        raise Problem(Code.UPLOAD_EMPTY, "The file is empty: it holds 0 bytes. Send it again.")
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith((b"II*\x00", b"MM\x00*")):
        if head[8:10] == b"CR":
            raise refused("a camera raw file")
        return "TIFF"
    if head[4:8] == b"ftyp":
        return _from_brands(head)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    raise refused(_describe(head))


def refused(what: str) -> Problem:
    """The refusal of a file that is something else than a picture Skyy works with."""
    return Problem(Code.UPLOAD_UNSUPPORTED, f"This is {what}. {_ACCEPTED}")


def _from_brands(head: bytes) -> str:
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, len(head) - 3, 4))]
    if b"avif" in brands or b"avis" in brands:
        return "AVIF"
    if any(brand in _HEIC_BRANDS for brand in brands):
        raise refused("a HEIC picture")
    if head[8:11] == b"crx":
        raise refused("a camera raw file")
    raise refused("a film")


def _describe(head: bytes) -> str:
    for beginning, words in _OTHERS:
        if head.startswith(beginning):
            return words
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<svg") or (text.startswith(b"<?xml") and b"svg" in text):
        return "an SVG drawing"
    if text.startswith((b"<!doctype html", b"<html", b"<script")):
        return "a web page"
    if _is_text(head):
        return "a text file"
    return "no picture that is known here"


def _is_text(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
    return not any(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
