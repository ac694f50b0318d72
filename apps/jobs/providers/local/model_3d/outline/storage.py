"""An outline as a file and a step's result, and back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from apps.jobs.providers.local import cutout

from .result import Construction, Opening, Outline


def save(path: Path, outline: Outline) -> dict[str, Any]:
    """Write the pixels and alpha as an RGBA PNG; returns everything else as JSON."""
    cutout.write(path, outline.pixels, outline.alpha)
    height, width = outline.alpha.shape
    return {
        "width": width,
        "height": height,
        "construction": outline.construction.value,
        "openings": [opening.as_json() for opening in outline.openings],
        "metres_per_pixel": outline.metres_per_pixel,
        "rotation": outline.rotation,
        "to_photograph": np.asarray(outline.to_photograph, np.float64).tolist(),
        "missing_views": list(outline.missing_views),
        "warnings": list(outline.warnings),
    }


def load(path: Path, result: Mapping[str, Any]) -> Outline:
    """Read back what ``save`` wrote and returned.

    Raises:
        OSError: the file is no RGBA picture.
    """
    pixels, alpha = cutout.read(path)
    return Outline(
        pixels=pixels,
        alpha=alpha,
        construction=Construction(result["construction"]),
        openings=tuple(Opening.from_json(found) for found in result["openings"]),
        metres_per_pixel=float(result["metres_per_pixel"]),
        rotation=float(result["rotation"]),
        to_photograph=np.asarray(result["to_photograph"], np.float64),
        missing_views=tuple(result["missing_views"]),
        warnings=tuple(result["warnings"]),
    )
