"""Which vertices stand in one place, whatever their normals and texture coordinates."""

import numpy as np
import numpy.typing as npt


def welded(positions: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """(V,): the same number for vertices of exactly the same position, counted from 0."""
    # Adding 0 turns -0 into 0, which is the same place.
    bits = np.ascontiguousarray(positions + np.float32(0)).view(np.uint32).astype(np.int64)
    order = np.lexsort((bits[:, 2], bits[:, 1], bits[:, 0]))
    listed = bits[order]
    new = np.ones(len(order), bool)
    new[1:] = (listed[1:] != listed[:-1]).any(axis=1)
    places = np.empty(len(order), np.int64)
    places[order] = np.cumsum(new) - 1
    return places
