"""A shirt that is drawn: a print, a trim, a weave and folds."""

import cv2
import numpy as np
import pytest

from apps.jobs.fidelity.subject import Picture

SIDE = 240


def shirt(
    *,
    body: tuple[int, int, int] = (150, 60, 70),
    trim: tuple[int, int, int] = (60, 90, 160),
    logo: bool = True,
    weave: float = 6.0,
    seed: int = 3,
) -> Picture:
    """A t-shirt of 240 pixels on a light ground."""
    outline = np.array(
        [[80, 20], [160, 20], [225, 70], [200, 110], [178, 90], [180, 220], [60, 220], [62, 90],
         [40, 110], [15, 70]], np.int32,
    )  # fmt: skip
    alpha = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(alpha, [outline], 255, cv2.LINE_AA)
    pixels = np.full((SIDE, SIDE, 3), 228, np.float32)
    cloth = np.broadcast_to(np.array(body, np.float32), pixels.shape).copy()
    cloth[190:] = trim
    rows, columns = np.indices((SIDE, SIDE), dtype=np.float32)
    noise = np.random.default_rng(seed).normal(0, weave, (SIDE, SIDE)).astype(np.float32)
    folds = 12 * np.sin(columns / 17 + rows / 60)
    cloth += (cv2.GaussianBlur(noise, (0, 0), 0.8) + folds)[..., None]
    if logo:
        cv2.circle(cloth, (120, 110), 16, (235, 225, 210), 5, cv2.LINE_AA)
        cv2.line(cloth, (108, 110), (132, 110), (235, 225, 210), 5, cv2.LINE_AA)
    share = alpha[..., None].astype(np.float32) / 255
    mixed = cloth * share + pixels * (1 - share)
    return Picture(np.rint(np.clip(mixed, 0, 255)).astype(np.uint8), alpha)


def warped(
    picture: Picture,
    *,
    wide: float = 1.0,
    tall: float = 1.0,
    turn: float = 0.0,
    shift: tuple[float, float] = (0, 0),
) -> Picture:
    """The picture on a larger canvas, scaled, turned (degrees) and shifted (pixels)."""
    radians = np.radians(turn)
    cosine, sine = np.cos(radians), np.sin(radians)
    linear = np.array([[cosine, sine], [-sine, cosine]]) @ np.diag([wide, tall])
    size = int(SIDE * max(wide, tall) * 1.7)
    offset = size / 2 + np.array(shift) - linear @ np.array([SIDE / 2, SIDE / 2])
    matrix = np.column_stack([linear, offset])
    pixels = cv2.warpAffine(
        picture.pixels, matrix, (size, size), flags=cv2.INTER_CUBIC, borderValue=(228, 228, 228)
    )
    alpha = cv2.warpAffine(picture.alpha, matrix, (size, size), flags=cv2.INTER_CUBIC)
    return Picture(np.asarray(pixels, np.uint8), np.asarray(alpha, np.uint8))


@pytest.fixture
def product() -> Picture:
    """The plain case."""
    return shirt()
