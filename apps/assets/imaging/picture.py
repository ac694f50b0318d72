"""A decoded picture, and what is known of one."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

UInt8Array = npt.NDArray[np.uint8]
UInt16Array = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What the file says of itself.

    Attributes:
        format: ``JPEG``, ``PNG``, ``WEBP``, ``TIFF`` or ``AVIF``.
        media_type: such as ``image/jpeg``.
        mode: the file's own colour mode in Pillow's words: ``RGB``, ``CMYK``, ``P``, ``L`` …
        bit_depth: bits per channel in the file.
        width: in pixels as a person sees it, after orientation.
        height: as ``width``.
        orientation: EXIF orientation, 1 to 8; already applied to ``width`` and ``height``.
        profile: description of the embedded ICC profile, ``None`` without one.
        profile_used: False where there is a profile that could not be used: the picture is then
            taken for sRGB (or plain CMYK), and a person should look at its colours.
        has_alpha: whether the file can carry transparency.
    """

    format: str
    media_type: str
    mode: str
    bit_depth: int
    width: int
    height: int
    orientation: int = 1
    profile: str | None = None
    profile_used: bool = False
    has_alpha: bool = False

    def as_facts(self) -> dict[str, Any]:
        """Return it as JSON, for ``Version.facts``."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Picture:
    """``pixels`` is uint8 (H, W, 3) in sRGB, upright; ``alpha`` uint8 (H, W), straight (colours
    not multiplied by it), or ``None`` where everything is opaque."""

    pixels: UInt8Array
    alpha: UInt8Array | None
    info: PictureInfo
