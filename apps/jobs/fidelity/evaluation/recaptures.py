"""Harmless changes of a product's picture: what another encoder, size or mask's edge does to it.

They stand for results that were derived from the very photograph (*same capture*). They know
nothing of another light, another pose or another camera: *other capture* needs real pairs.
"""

import cv2
import numpy as np

from apps.jobs.fidelity.subject import Picture, warp

# Ranges: scale; shift in pixels; edge in pixels; linear gain; noise in steps of 255; JPEG quality.
SCALE = (0.7, 1.4)
SHIFT = 6.0
EDGE = 1.2
GAIN = 0.02
NOISE = (0.0, 1.5)
QUALITY = (78, 96)


def recaptured(picture: Picture, seed: int) -> Picture:
    """The picture at another size and place, encoded again, its mask's edge a little elsewhere."""
    random = np.random.default_rng(seed)
    scale = float(random.uniform(*SCALE))
    shift = random.uniform(-SHIFT, SHIFT, 2)
    height, width = picture.alpha.shape
    size = (round(width * scale + 2 * SHIFT), round(height * scale + 2 * SHIFT))
    matrix = np.array([[scale, 0, SHIFT + shift[0]], [0, scale, SHIFT + shift[1]]], np.float64)
    moved = warp(picture, matrix, size)
    edge = float(random.uniform(-EDGE, EDGE))
    soft = cv2.GaussianBlur(moved.alpha.astype(np.float32), (0, 0), 1.0)
    alpha = np.clip(soft + edge * 80 * (1 - np.abs(soft / 127.5 - 1)), 0, 255)
    gains = 1 + random.uniform(-GAIN, GAIN, 3)
    noise = random.normal(0, random.uniform(*NOISE), moved.pixels.shape)
    lit = np.clip(moved.pixels * gains ** (1 / 2.2) + noise, 0, 255)
    settings = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(*QUALITY))]
    _, encoded = cv2.imencode(".jpg", np.rint(lit)[..., ::-1].astype(np.uint8), settings)
    decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    assert decoded is not None
    pixels = np.ascontiguousarray(decoded[..., ::-1], np.uint8)
    return Picture(pixels, np.rint(alpha).astype(np.uint8))
