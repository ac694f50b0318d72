"""Drawn garments whose corners are known, in shares of a square."""

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Corners = tuple[tuple[float, float], ...]

# Clockwise from the left end of the neck.
T_SHIRT: Corners = (
    (0.42, 0.2), (0.46, 0.22), (0.54, 0.22), (0.58, 0.2), (0.85, 0.34), (0.78, 0.48),
    (0.68, 0.42), (0.68, 0.8), (0.32, 0.8), (0.32, 0.42), (0.22, 0.48), (0.15, 0.34),
)  # fmt: skip
LONG_SLEEVED: Corners = (
    (0.43, 0.2), (0.57, 0.2), (0.68, 0.24), (0.9, 0.68), (0.82, 0.72), (0.66, 0.42),
    (0.66, 0.8), (0.34, 0.8), (0.34, 0.42), (0.18, 0.72), (0.1, 0.68), (0.32, 0.24),
)  # fmt: skip
# Sleeves that hang beside the trunk and touch it: a notch parts each cuff from the hem.
HANGING_SLEEVES: Corners = (
    (0.43, 0.15), (0.57, 0.15), (0.68, 0.19), (0.77, 0.5), (0.8, 0.86), (0.69, 0.87),
    (0.67, 0.82), (0.65, 0.88), (0.35, 0.88), (0.33, 0.82), (0.31, 0.87), (0.2, 0.86),
    (0.23, 0.5), (0.32, 0.19),
)  # fmt: skip
# Sleeves whose lower arms are crossed over the trunk: elbows stick out, cuffs cannot be seen.
CROSSED_SLEEVES: Corners = (
    (0.43, 0.15), (0.57, 0.15), (0.68, 0.19), (0.86, 0.44), (0.87, 0.53), (0.69, 0.67),
    (0.68, 0.85), (0.32, 0.85), (0.31, 0.67), (0.13, 0.53), (0.14, 0.44), (0.32, 0.19),
)  # fmt: skip
OVERALL: Corners = (
    (0.42, 0.1), (0.58, 0.1), (0.66, 0.14), (0.85, 0.3), (0.8, 0.38), (0.66, 0.28), (0.7, 0.9),
    (0.57, 0.9), (0.5, 0.6), (0.43, 0.9), (0.3, 0.9), (0.34, 0.28), (0.2, 0.38), (0.15, 0.3),
    (0.34, 0.14),
)  # fmt: skip
# Sleeves that were folded over the front.
FOLDED_SLEEVES: Corners = (
    (0.43, 0.2), (0.57, 0.2), (0.68, 0.24), (0.71, 0.5), (0.66, 0.8),
    (0.34, 0.8), (0.29, 0.5), (0.32, 0.24),
)  # fmt: skip
HOODED: Corners = (
    (0.485, 0.1), (0.515, 0.1), (0.57, 0.12), (0.6, 0.16), (0.6, 0.28), (0.7, 0.31),
    (0.92, 0.7), (0.84, 0.74), (0.68, 0.46), (0.68, 0.86), (0.32, 0.86), (0.32, 0.46),
    (0.16, 0.74), (0.08, 0.7), (0.3, 0.31), (0.4, 0.28), (0.4, 0.16), (0.43, 0.12),
)  # fmt: skip
VEST: Corners = (
    (0.42, 0.2), (0.58, 0.2), (0.68, 0.24), (0.65, 0.33), (0.7, 0.42), (0.7, 0.82),
    (0.3, 0.82), (0.3, 0.42), (0.35, 0.33), (0.32, 0.24),
)  # fmt: skip
TROUSERS: Corners = (
    (0.38, 0.1), (0.62, 0.1), (0.7, 0.9), (0.57, 0.9), (0.5, 0.35), (0.43, 0.9), (0.3, 0.9),
)  # fmt: skip
SKIRT: Corners = ((0.38, 0.2), (0.62, 0.2), (0.78, 0.75), (0.22, 0.75))
BUCKET_HAT: Corners = ((0.35, 0.3), (0.65, 0.3), (0.7, 0.5), (0.82, 0.62), (0.18, 0.62), (0.3, 0.5))

CLOTH = (60, 80, 140)


def drawn(corners: Corners, side: int = 500, turn: float = 0.0) -> Picture:
    """Alpha of a garment with the blur of a lens, turned counter-clockwise by `turn` degrees."""
    points = np.array(corners) * side
    centre = (side - 1) / 2
    matrix = cv2.getRotationMatrix2D((centre, centre), turn, 1.0)
    points = points @ matrix[:, :2].T + matrix[:, 2]
    alpha = np.zeros((side, side), np.uint8)
    cv2.fillPoly(alpha, [np.rint(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), 0.8), np.uint8)


def painted(alpha: Picture, colour: tuple[int, int, int] = CLOTH) -> Picture:
    """Pixels of one colour on white, mixed by the alpha."""
    share = alpha[..., None] / 255
    return np.asarray(np.rint(share * colour + (1 - share) * 255), np.uint8)


def boxed(alpha: Picture) -> Picture:
    """The part of an alpha that is not transparent, as the lighting step hands it on."""
    rows, columns = np.nonzero(alpha >= 8)
    return np.ascontiguousarray(
        alpha[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    )
