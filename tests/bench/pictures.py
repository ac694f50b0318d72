"""Background removal beside plain GrabCut, and a packshot beside Pillow's own decode and encode."""

import io
import tempfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from apps.jobs.engine.handler import StepRun
from apps.jobs.providers.local import background, formatting, lighting, upscaling, validation
from apps.jobs.providers.local.segmentation import segment
from tests.bench.measuring import Figure, compared
from tests.photographs import as_jpeg, garment

SIZES = ((533, 400), (2000, 1500), (4240, 5650))
BACKDROP = {"top": "#faf8f5", "bottom": "#efebe5"}


def figures() -> list[Figure]:
    """Return the rows."""
    cv2.setNumThreads(1)
    found = []
    for height, width in SIZES:
        pixels, _ = garment(height, width)
        megapixels = height * width / 1e6
        runs = 3 if megapixels > 10 else 5
        found.append(
            compared(
                f"background removal, {megapixels:.1f} MP",
                lambda pixels=pixels: segment(pixels),
                "one GrabCut at 0.2 MP",
                lambda pixels=pixels: _grabcut(pixels),
                runs=runs,
            )
        )
        data = as_jpeg(pixels)
        found.append(
            compared(
                f"whole packshot, {megapixels:.1f} MP",
                lambda data=data: _packshot(data),
                "Pillow: decode, PNG, JPEG, WebP",
                lambda data=data: _pillow(data),
                runs=runs,
            )
        )
    return found


def _grabcut(pixels: np.ndarray) -> None:
    small = cv2.resize(pixels, (400, 533), interpolation=cv2.INTER_AREA)
    labels = np.zeros(small.shape[:2], np.uint8)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    cv2.grabCut(small, labels, (20, 26, 360, 480), *models, 5, cv2.GC_INIT_WITH_RECT)


def _packshot(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "source").write_bytes(data)
        inputs = {"source": root / "source"}
        results: dict[str, object] = {}
        for key, handler, params in (
            ("validate", validation.validate, {}),
            ("background_removal", background.remove_background, {}),
            ("lighting", lighting.light, {}),
            ("upscale", upscaling.upscale, {"target_px": 1600, "scale_limit": 2.0}),
            ("format", formatting.format_packshot, {"backdrop": BACKDROP, "largest_px": 5000}),
        ):
            scratch = root / key
            scratch.mkdir()
            run = StepRun(
                params, dict(inputs), dict(results), scratch, lambda _: None, lambda: None
            )
            outcome = handler(run)
            results[key] = outcome.result
            inputs |= {f"{key}.{name}": file.path for name, file in outcome.files.items()}
            inputs |= {f"{key}.{name}": inputs[old] for name, old in outcome.reuse.items()}


def _pillow(data: bytes) -> None:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    for kind in ("PNG", "JPEG", "WEBP"):
        picture.save(io.BytesIO(), kind)
