"""Which cloth lies where on the surface, and how one gives way to another round the sides.

Where the back was not photographed, the front's cloth runs on over the whole side and gives way to
the back's at the far rim only: two cloths that meet halfway would mirror each other there.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..surface.solid import Part, Solid
from .rim import Cloth, unroll
from .surface_measures import F64, I32

UInt8Array = npt.NDArray[np.uint8]
# The picture that follows those of the parts: the front's cloth without print.
CLEAN = len(Part)
# Of the way from the front's last trusted place (0) to the back's (1): where the front's own
# picture gives way to cloth without print, and where that gives way to the back.
CLEAN_FROM, CLEAN_TO = 0.05, 0.3
BACK_FROM, BACK_TO = 0.8, 1.0
# A side of moved cloth begins with what lies this many times its width inside of the rim.
FARTHER = 1.35


@dataclass(frozen=True)
class Layer:
    """Cloth laid over that of the layers before.

    Attributes:
        cloth: the pixels that the corners show.
        sheet: int32 (F,), which picture a triangle shows: in the order of ``Part``, then ``CLEAN``.
        share: float64 (F, 3), how much it covers at the corners, 0 to 1.
    """

    cloth: Cloth
    sheet: I32
    share: F64


def lay(
    solid: Solid,
    alpha: UInt8Array,
    metres_per_pixel: float,
    *,
    back_seen: bool,
    regular: bool = True,
) -> list[Layer]:
    """The layers from the lowest to the uppermost, the lowest whole.

    Args:
        back_seen: the back has a photograph of its own, which ends where the front's begins.
        regular: the cloth has stripes or checks, which must run on without a break; other cloth
            is moved to the side, where it would be mirrored about the rim.
    """
    sheet = solid.parts.astype(np.int32)
    whole = np.ones((len(solid.faces), 3))
    if back_seen:
        return [Layer(unroll(solid, alpha, metres_per_pixel), sheet, whole)]
    lining = solid.parts == Part.LINING
    ahead = unroll(solid, alpha, metres_per_pixel, Part.FRONT)
    behind = unroll(solid, alpha, metres_per_pixel, Part.BACK)
    on, left = np.maximum(ahead.way, 0), np.maximum(behind.way, 0)
    along = on / np.maximum(on + left, 1e-9)
    along[on + left <= 0] = 0.5
    along[lining] = 0
    own = np.where(lining, sheet, Part.FRONT).astype(np.int32)
    clean = np.where(lining, sheet, CLEAN).astype(np.int32)
    back = np.where(lining, sheet, Part.BACK).astype(np.int32)
    side = ahead if regular else _moved(ahead, on, on + left)
    return [
        Layer(ahead, own, whole),
        Layer(side, clean, _risen(along, CLEAN_FROM, CLEAN_TO)),
        Layer(behind, back, _risen(along, BACK_FROM, BACK_TO)),
    ]


def _moved(cloth: Cloth, on: F64, width: F64) -> Cloth:
    """The side shows what lies inside of the rim, moved there and not mirrored.

    Args:
        on: (F, 3), pixels from the front's fold.
        width: (F, 3), of the side from fold to fold.
    """
    rim = cloth.unrolled - cloth.outwards * cloth.beyond[..., None]
    first = np.minimum(width * FARTHER, cloth.reach)
    inside = first - on * np.minimum(1.0, first / np.maximum(width, 1e-9))
    place = rim - cloth.outwards * inside[..., None]
    return replace(cloth, unrolled=place, beyond=np.full_like(on, -1.0))


def _risen(values: F64, start: float, end: float) -> F64:
    share = np.clip((values - start) / (end - start), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))
