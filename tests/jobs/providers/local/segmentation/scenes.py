"""Rendered photographs whose masks are known exactly."""

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

# Corners of a T-shirt in shares of width and height.
SHIRT = (
    (0.36, 0.2), (0.44, 0.23), (0.56, 0.23), (0.64, 0.2), (0.86, 0.36), (0.77, 0.46),
    (0.68, 0.4), (0.69, 0.82), (0.31, 0.82), (0.32, 0.4), (0.23, 0.46), (0.14, 0.36),
)  # fmt: skip


def soft_polygon(
    corners: tuple[tuple[float, float], ...], width: int, height: int
) -> npt.NDArray[np.float32]:
    """Coverage 0..1 of a polygon, with the blur of a lens."""
    mask = np.zeros((height, width), np.uint8)
    points = np.rint(np.array(corners) * (width, height)).astype(np.int32)
    cv2.fillPoly(mask, [points], 255)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 0.8), np.float32)


def planks(width: int, height: int, seed: int = 0) -> npt.NDArray[np.float32]:
    """A wooden floor with joints and grain, values 0..255."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width].astype(np.float32) / width
    grain = np.sin(60 * x + 4 * np.sin(5 * y))[..., None] * (9, 8, 6)
    floor = np.array((176, 140, 98), np.float32) + grain + random.normal(0, 4, (height, width, 1))
    floor[:, :: max(20, width // 6)] -= 45
    return np.asarray(floor, np.float32)


def cloth(
    width: int, height: int, colour: tuple[int, int, int], stripes: float = 0.0, seed: int = 1
) -> npt.NDArray[np.float32]:
    """Woven cloth with folds and, if wanted, light stripes, values 0..255."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width].astype(np.float32) / width
    folds = 12 * np.sin(9 * x + 3 * y)
    lines = stripes * (np.sin(90 * y) > 0)
    plain = np.array(colour, np.float32) + (folds + lines)[..., None]
    return np.asarray(plain + random.normal(0, 3, (height, width, 1)), np.float32)


def composed(
    product: npt.NDArray[np.float32],
    ground: npt.NDArray[np.float32],
    coverage: npt.NDArray[np.float32],
) -> Picture:
    share = coverage[..., None]
    return np.clip(product * share + ground * (1 - share), 0, 255).astype(np.uint8)


def shirt_on_planks(
    width: int = 300, height: int = 400, colour: tuple[int, int, int] = (40, 60, 130)
) -> tuple[Picture, npt.NDArray[np.float32]]:
    coverage = soft_polygon(SHIRT, width, height)
    return composed(cloth(width, height, colour), planks(width, height), coverage), coverage
