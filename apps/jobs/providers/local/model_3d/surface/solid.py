"""The surface before it has a texture: closed, welded, in metres."""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
UInt8Array = npt.NDArray[np.uint8]


class Part(IntEnum):
    """What a triangle belongs to."""

    FRONT = 0
    BACK = 1
    LINING = 2


@dataclass(frozen=True)
class Solid:
    """A closed surface whose every edge joins exactly two triangles of opposite direction.

    Attributes:
        positions: float32 (V, 3) metres; x right, y up, z towards the camera; each place once.
        faces: int32 (F, 3), counter-clockwise from outside.
        parts: uint8 (F,), a ``Part`` each.
        plane: float32 (V, 2), where the vertex lies in the upright picture (pixels, y down), as
            the camera that took it saw it: orthographic, along −z.
    """

    positions: F32
    faces: I32
    parts: UInt8Array
    plane: F32

    def save(self, path: Path) -> None:
        """Keep it for the next step; the same solid gives the same bytes."""
        np.savez(
            path,
            positions=self.positions,
            faces=self.faces,
            parts=self.parts,
            plane=self.plane,
        )

    @classmethod
    def load(cls, path: Path) -> "Solid":
        """Read back what ``save`` kept."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(kept["positions"], kept["faces"], kept["parts"], kept["plane"])
