"""Photographs of a product that the tests paint themselves, with the exact mask."""

import io
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]


def garment(
    height: int = 400,
    width: int = 320,
    *,
    colour: tuple[int, int, int] = (178, 44, 60),
    ground: tuple[int, int, int] = (176, 160, 138),
    seed: int = 7,
) -> tuple[Pixels, Pixels]:
    """Return (pixels, mask) of a T-shirt on a grainy ground."""
    random = np.random.default_rng(seed)
    right = [(0.64, 0.2), (0.88, 0.36), (0.79, 0.48), (0.69, 0.42), (0.7, 0.84)]
    left = [(1 - x, y) for x, y in reversed(right)]
    outline = np.array([*right, *left])
    corners = (outline * (width, height)).round().astype(np.int32)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA)
    grain = cv2.GaussianBlur(random.normal(0, 14, (height, width, 1)).astype(np.float32), (0, 0), 1)
    cloth = random.normal(0, 3, (height, width, 1)).astype(np.float32)
    opacity = mask[..., None].astype(np.float32) / 255
    behind = np.asarray(ground, np.float32) + grain[..., None]
    pixels = (np.asarray(colour, np.float32) + cloth) * opacity + behind * (1 - opacity)
    return np.clip(pixels, 0, 255).round().astype(np.uint8), mask


def blank(height: int = 300, width: int = 300) -> Pixels:
    """Return a wall with nothing in front of it."""
    return np.full((height, width, 3), 200, np.uint8)


def as_jpeg(pixels: Pixels) -> bytes:
    """Return the photograph as a phone would deliver it."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=93)
    return buffer.getvalue()


def write_season(folder: Path, count: int = 3) -> list[str]:
    """Write ``count`` photographs of different colours; return their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number in range(count):
        colour = ((178, 44, 60), (30, 70, 120), (40, 96, 60), (90, 50, 110))[number % 4]
        name = f"TS-TEE-{number + 1:03d}.jpg"
        (folder / name).write_bytes(as_jpeg(garment(colour=colour, seed=number)[0]))
        names.append(name)
    return names
