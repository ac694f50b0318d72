"""Background removal through rembg, for operators who installed it and a model of their choice."""

from importlib import import_module
from typing import Any

import numpy as np

from skyy.api.errors import Code, Problem

from .segmentation import NoProductFound, Segmentation
from .segmentation.result import UInt8Array

_sessions: dict[str, Any] = {}


def segment_with_model(rgb: UInt8Array, model: str) -> Segmentation:
    """Return the mask that rembg's ``model`` gives for ``rgb``, uint8 (H, W, 3).

    Raises:
        Problem: ``provider.unavailable`` when the package or the model's file is not there.
    """
    session = _sessions.get(model) or _load(model)
    _sessions[model] = session
    rembg = import_module("rembg")
    from PIL import Image

    mask = rembg.remove(Image.fromarray(rgb), session=session, only_mask=True)
    alpha = np.asarray(mask.convert("L"), np.uint8)
    if not alpha.max() >= 128:
        raise NoProductFound(f"{model} found nothing in the photograph")
    return Segmentation(alpha=alpha, confidence=1.0, warnings=())


def _load(model: str) -> Any:
    try:
        rembg = import_module("rembg")
    except ImportError as error:
        raise Problem(
            Code.PROVIDER_UNAVAILABLE,
            f"SKYY_SEGMENTATION_MODEL asks for {model}, but rembg is not installed. "
            "Run: pip install 'rembg[cpu]'",
        ) from error
    try:
        return rembg.new_session(model)
    except Exception as error:
        raise Problem(
            Code.PROVIDER_UNAVAILABLE,
            f"rembg could not load the model {model}. Put its file where rembg looks "
            "(U2NET_HOME) or unset SKYY_SEGMENTATION_MODEL to use the classical method.",
        ) from error
