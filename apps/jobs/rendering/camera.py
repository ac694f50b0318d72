"""Where the eye stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Camera:
    """An eye that looks at the middle of the model's bounding box.

    Attributes:
        azimuth: degrees around the vertical axis; 0 looks at the front (from +z), 90 at the
            model's left-hand side as worn (from +x).
        elevation: degrees above the horizon.
        field_of_view: vertical, in degrees; 0 is orthographic.
        fill: the share of the frame that the bounding sphere (turntable, so that the model does
            not jump) or the silhouette's box (scoring) fills.
    """

    azimuth: float = 0.0
    elevation: float = 0.0
    field_of_view: float = 0.0
    fill: float = 0.9
