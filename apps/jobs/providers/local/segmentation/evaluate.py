"""Measure the segmentation on photographs with reference masks.

python -m apps.jobs.providers.local.segmentation.evaluate PHOTOS_DIR [--processes N] [--save DIR]

PHOTOS_DIR holds NAME.jpg and masks/NAME.png (white = product).
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from .choice import overlap
from .extraction import segment
from .result import NoProductFound


@dataclass(frozen=True, slots=True)
class Measurement:
    """One photograph: intersection over union at alpha 0.5, processor seconds, confidence."""

    name: str
    overlap: float
    seconds: float
    confidence: float


def measure(photograph: Path, save: Path | None = None) -> Measurement:
    """Segment one photograph and compare it with masks/NAME.png beside it."""
    cv2.setNumThreads(1)
    with Image.open(photograph) as opened:
        rgb = np.asarray(opened.convert("RGB"))
    with Image.open(photograph.parent / "masks" / f"{photograph.stem}.png") as opened:
        reference = np.asarray(opened.convert("L")) > 127
    started = time.process_time()
    try:
        result = segment(rgb)
    except NoProductFound:
        return Measurement(photograph.stem, 0.0, time.process_time() - started, 0.0)
    seconds = time.process_time() - started
    if save is not None:
        Image.fromarray(result.alpha).save(save / f"{photograph.stem}.png")
    score = overlap(result.alpha > 127, reference)
    return Measurement(photograph.stem, score, seconds, result.confidence)


def summary(measurements: list[Measurement]) -> str:
    """Return the figures as text: mean, median, share at 0.9, both halves, time, the worst ten."""
    scores = np.array([item.overlap for item in measurements])
    worst = sorted(measurements, key=lambda item: item.overlap)[:10]
    lines = [
        f"photographs {len(scores)}",
        f"mean IoU {scores.mean():.4f}  median {np.median(scores):.4f}",
        f"share >= 0.90: {(scores >= 0.9).mean():.3f}  >= 0.95: {(scores >= 0.95).mean():.3f}",
        f"even and odd halves: {scores[::2].mean():.4f} {scores[1::2].mean():.4f}",
        f"processor seconds a photograph: {np.mean([item.seconds for item in measurements]):.2f}",
        "worst: "
        + "  ".join(f"{item.name} {item.overlap:.3f} ({item.confidence:.2f})" for item in worst),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)
    masks = sorted((options.photographs / "masks").glob("*.png"))
    photographs = [options.photographs / f"{mask.stem}.jpg" for mask in masks]
    with ProcessPoolExecutor(options.processes) as pool:
        measurements = list(pool.map(partial(measure, save=options.save), photographs))
    sys.stdout.write(summary(measurements) + "\n")


if __name__ == "__main__":
    main()
