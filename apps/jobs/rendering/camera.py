"""Where the eye stands."""

from dataclasses import dataclass
from enum import StrEnum


class Framing(StrEnum):
    """What ``Camera.fill`` is a share of: the box around the silhouette as seen from here, or
    around everything that is seen while the model turns about its vertical axis."""

    SILHOUETTE = "silhouette"
    TURNTABLE = "turntable"


@dataclass(frozen=True)
class Camera:
    """An eye that looks at the middle of the model's bounding box.

    Attributes:
        azimuth: degrees around the vertical axis; 0 looks at the front (from +z), 90 at the
            model's left-hand side as worn (from +x).
        elevation: degrees above the horizon.
        field_of_view: in degrees, of the eye's distance: from there the bounding sphere would
            just be seen whole. 0 is orthographic.
        fill: the share of the frame that the framed box (``framing``) fills in the direction in
            which it fills more. The box is centred in the frame.
        framing: what ``fill`` is a share of.
    """

    azimuth: float = 0.0
    elevation: float = 0.0
    field_of_view: float = 0.0
    fill: float = 0.9
    framing: Framing = Framing.SILHOUETTE
