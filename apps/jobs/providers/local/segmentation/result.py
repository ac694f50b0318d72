"""What the segmentation hands back, and the one error it raises."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]


class NoProductFound(Exception):
    """The photograph shows no product: a blank wall, a flat colour, noise."""

    code = "photo.no_product"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A product cut out of its photograph.

    `alpha` is (H, W), 255 = product, soft along the edge. `confidence` runs from 0 to 1;
    `warnings` holds stable codes: ``touches_frame``, ``low_contrast``, ``several_objects``.
    """

    alpha: UInt8Array
    confidence: float
    warnings: tuple[str, ...] = ()
