"""ICC profiles built by hand (ICC.1:2001), since none may be carried in the repository."""

import struct

ADOBE_RGB = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
"""XYZ of the primaries under D50: Adobe RGB (1998) Color Image Encoding, section 4.3.5."""
ADOBE_GAMMA = 2.19921875

SRGB = (
    (0.43607, 0.22249, 0.01392),
    (0.38515, 0.71687, 0.09708),
    (0.14307, 0.06061, 0.71410),
)

DISPLAY_P3 = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_fixed(value) for value in values)


def _gamma(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"


def _description(text: str) -> bytes:
    words = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + b"\0" * 78


def matrix_profile(
    primaries: tuple[tuple[float, float, float], ...], gamma: float, name: str
) -> bytes:
    """An RGB monitor profile of three primaries (XYZ under D50) and one gamma."""
    tags = {
        b"desc": _description(name),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz((0.9642, 1.0, 0.8249)),
        **{f"{letter}XYZ".encode(): _xyz(primaries[i]) for i, letter in enumerate("rgb")},
        **{f"{letter}TRC".encode(): _gamma(gamma) for letter in "rgb"},
    }
    return _assemble(tags, b"RGB ")


def grey_profile(gamma: float) -> bytes:
    """A grey profile of one gamma."""
    tags = {
        b"desc": _description(f"Grey gamma {gamma}"),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz((0.9642, 1.0, 0.8249)),
        b"kTRC": _gamma(gamma),
    }
    return _assemble(tags, b"GRAY")


def adobe_rgb() -> bytes:
    """Adobe RGB (1998)."""
    return matrix_profile(ADOBE_RGB, ADOBE_GAMMA, "Adobe RGB (1998)")


def display_p3() -> bytes:
    """Display P3's primaries, with a gamma of 2.2 instead of sRGB's curve."""
    return matrix_profile(DISPLAY_P3, 2.2, "Display P3")


def _assemble(tags: dict[bytes, bytes], space: bytes) -> bytes:
    table = struct.pack(">I", len(tags))
    offset = 128 + 4 + 12 * len(tags)
    body = b""
    for signature, data in tags.items():
        table += struct.pack(">4sII", signature, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    header = (
        struct.pack(">I4sI4s4s4s", offset + len(body), b"none", 0x02400000, b"mntr", space, b"XYZ ")
        + struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
        + b"acsp"
        + b"\0" * 28
        + _fixed(0.9642)
        + _fixed(1.0)
        + _fixed(0.8249)
        + b"\0" * 48
    )
    return header + table + body
