"""A product without its background: its pixels, its alpha, and where it was in the photograph."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from .segmentation.result import UInt8Array

EDGE_CONTACT = 0.12
FAINT = 8


@dataclass(frozen=True)
class Box:
    """Pixels of the photograph: left and top inclusive, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def as_list(self) -> list[int]:
        """[left, top, right, bottom], for JSON."""
        return [self.left, self.top, self.right, self.bottom]


def bounding_box(alpha: UInt8Array) -> Box:
    """Return the smallest box around everything that is not all but transparent.

    Raises:
        ValueError: the mask is empty.
    """
    visible = alpha >= FAINT
    rows = np.flatnonzero(visible.any(axis=1))
    columns = np.flatnonzero(visible.any(axis=0))
    if rows.size == 0:
        raise ValueError("the mask is empty")
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def touched_sides(alpha: UInt8Array) -> dict[str, bool]:
    """Say at which sides of the frame (top, bottom, left, right) the product is cut off.

    A corner of a sleeve that grazes the frame does not count: the contact must be longer than
    ``EDGE_CONTACT`` of the product's own extent along that side.
    """
    box = bounding_box(alpha)
    solid = alpha >= 128
    return {
        "top": bool(solid[0].sum() > EDGE_CONTACT * box.width),
        "bottom": bool(solid[-1].sum() > EDGE_CONTACT * box.width),
        "left": bool(solid[:, 0].sum() > EDGE_CONTACT * box.height),
        "right": bool(solid[:, -1].sum() > EDGE_CONTACT * box.height),
    }


def write(path: Path, rgb: UInt8Array, alpha: UInt8Array) -> None:
    """Keep a cut-out for the next step: PNG at its fastest, since it is read once or twice."""
    bgra = np.dstack([rgb[..., ::-1], alpha])
    settings = [cv2.IMWRITE_PNG_COMPRESSION, 1]
    if not cv2.imwrite(str(path), bgra, settings):
        raise OSError(f"could not write {path.name}")


def read(path: Path) -> tuple[UInt8Array, UInt8Array]:
    """Return the (pixels uint8 (H, W, 3), alpha uint8 (H, W)) that ``write`` kept."""
    bgra: Any = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if bgra is None or bgra.ndim != 3 or bgra.shape[2] != 4:
        raise OSError(f"{path.name} is not a cut-out")
    return np.ascontiguousarray(bgra[..., 2::-1]), np.ascontiguousarray(bgra[..., 3])
