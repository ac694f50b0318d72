"""Where a photograph lies behind the model that was made from it."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any


@dataclass(frozen=True)
class Placement:
    """The way from the photograph's pixels to metres on the model, whose middle is the middle of
    the upright picture.

    Attributes:
        width: of the photograph, in pixels, as ``height``.
        upright_width: of the upright picture, in pixels, as ``upright_height``.
        metres: of one upright pixel.
        a: to f: from the photograph's pixels to upright ones, in the order of CSS's ``matrix``:
            x' = a x + c y + e, y' = b x + d y + f.
    """

    width: float
    height: float
    upright_width: float
    upright_height: float
    metres: float
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __str__(self) -> str:
        """The numbers with spaces between, for the page's script."""
        return " ".join(f"{number:.7g}" for number in astuple(self))


def placement(evidence: Mapping[str, Any]) -> Placement | None:
    """Return it from what the steps wrote, None where they did not, or not in a way that is
    understood."""
    try:
        photograph, upright = evidence["validate"], evidence["reference"]
        (xx, xy, x0), (yx, yy, y0) = (
            [float(number) for number in row] for row in upright["to_photograph"]
        )
        size = float(xx * yy - xy * yx)
        return Placement(
            float(photograph["width"]),
            float(photograph["height"]),
            float(upright["width"]),
            float(upright["height"]),
            float(upright["metres_per_pixel"]),
            yy / size,
            -yx / size,
            -xy / size,
            xx / size,
            (xy * y0 - yy * x0) / size,
            (yx * x0 - xx * y0) / size,
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
