"""The head opening of a hat that is seen from the front or the side."""

from ..corners import crossing, walk
from ..result import Opening, OpeningKind
from ..trunk import Trunk


def hat_openings(trunk: Trunk) -> list[Opening]:
    """The lower edge between its two corners."""
    rim = trunk.rim
    middle = crossing(rim, trunk.axis, top=False)
    window = 0.08 * trunk.width
    right = walk(rim, middle, clockwise=False, window=window, steepest=50)
    left = walk(rim, middle, clockwise=True, window=window, steepest=50)
    return [Opening(OpeningKind.HEAD, rim.line(rim.between(right, left)))]
