"""Whether a hood lies on top: then the neck opens inside the silhouette, not at its rim."""

import numpy as np

from ..trunk import Trunk

# In widths of the trunk: a hood's own width, how far it keeps it, and the shoulders' jump below.
NARROWEST, WIDEST = 0.42, 0.78
EVEN, KEPT = 0.07, 0.10
JUMP, WITHIN = 0.10, 0.08
# A dome is this much narrower near its top; a rolled collar is not.
DOME = 0.72
STEP = 0.02


def has_hood(trunk: Trunk) -> bool:
    """A dome above the shoulders: as wide as a head, even for a while, rounded off at the top."""
    rows = np.arange(STEP, 0.9, STEP)
    widths = np.array([trunk.extent(trunk.top + row * trunk.width) for row in rows]) / trunk.width
    kept, within = round(KEPT / STEP), round(WITHIN / STEP)
    for start in range(round(0.16 / STEP), len(rows) - kept - within):
        head = float(widths[start])
        even = abs(float(widths[start + kept]) - head) <= EVEN
        if not (NARROWEST <= head <= WIDEST and even and widths[1] <= DOME * head):
            continue
        below = widths[start + kept :]
        if float((below[within:] - below[:-within]).max()) >= JUMP:
            return True
    return False
