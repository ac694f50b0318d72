"""Known harm done to a model or to its photograph: each kind should lower its own axis."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from apps.assets.gltf.model import Model
from apps.jobs.fidelity import ciede2000
from apps.jobs.fidelity.subject import F32, Picture, UInt8Array, box_of

Painter = Callable[[UInt8Array], UInt8Array]
HUE_SHIFT = 12.0
TEXTURE_QUALITY = 95


def stretched(model: Model, factor: float) -> Model:
    """The model ``factor`` times as wide."""
    wider = np.array([factor, 1, 1], np.float32)
    return replace(
        model,
        primitives=tuple(
            replace(part, positions=part.positions * wider) for part in model.primitives
        ),
    )


def repainted(model: Model, paint: Painter) -> Model:
    """The model under a changed texture."""
    parts = []
    for part in model.primitives:
        texture = part.material.texture
        if texture is not None:
            bgr = cv2.imdecode(np.frombuffer(texture, np.uint8), cv2.IMREAD_COLOR)
            assert bgr is not None
            changed = paint(np.ascontiguousarray(bgr[..., ::-1], np.uint8))
            settings = [cv2.IMWRITE_JPEG_QUALITY, TEXTURE_QUALITY]
            _, written = cv2.imencode(".jpg", changed[..., ::-1], settings)
            material = replace(
                part.material, texture=written.tobytes(), texture_media_type="image/jpeg"
            )
            part = replace(part, material=material)  # noqa: PLW2901 - the part, repainted
        parts.append(part)
    return replace(model, primitives=tuple(parts))


def hue_shifted(pixels: UInt8Array, amount: float = HUE_SHIFT) -> UInt8Array:
    """All colours moved across the mean hue, at the same lightness, by ``amount`` ΔE00 on average.

    Also a neutral product gets a hue: a turn around the grey axis would leave it as it is.
    """
    colours = ciede2000.lab(pixels)
    mean = colours[..., 1:].reshape(-1, 2).mean(axis=0)
    length = float(np.hypot(*mean))
    across = np.array([-mean[1], mean[0]]) / length if length > 1 else np.array([1.0, 0.0])
    sample = pixels[:: max(1, pixels.shape[0] // 256), :: max(1, pixels.shape[1] // 256)]
    low, high = 0.0, 80.0
    for _ in range(12):
        middle = (low + high) / 2
        moved = ciede2000.lab(_moved(ciede2000.lab(sample), across * middle))
        reached = float(ciede2000.difference(ciede2000.lab(sample), moved, lightness=1).mean())
        low, high = (middle, high) if reached < amount else (low, middle)
    return _moved(colours, across * (low + high) / 2)


def _moved(colours: F32, by: npt.NDArray[np.floating]) -> UInt8Array:
    moved = colours.copy()
    moved[..., 1:] += by.astype(np.float32)
    rgb = cv2.cvtColor(moved, cv2.COLOR_Lab2RGB)
    return np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)


def blurred(pixels: UInt8Array) -> UInt8Array:
    """Weave and grain gone; edges of a print stay where they are."""
    sigma = 0.004 * max(pixels.shape[:2])
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)


def knitted(pixels: UInt8Array) -> UInt8Array:
    """Ribs of a coarse knit instead of the weave."""
    rows, columns = np.indices(pixels.shape[:2], dtype=np.float32)
    period = 0.009 * max(pixels.shape[:2])
    ribs = np.sin(2 * np.pi * columns / period) + 0.6 * np.sin(
        2 * np.pi * rows / period * 0.8 + np.sin(2 * np.pi * columns / period)
    )
    colours = ciede2000.lab(pixels)
    colours[..., 0] = np.clip(colours[..., 0] + 4.0 * ribs, 0, 100)
    return _moved(colours, np.zeros(2))


def with_logo(picture: Picture) -> Picture:
    """The photograph with a printed emblem that its model lacks: 14 % of the product's width."""
    left, top, right, bottom = box_of(picture.alpha)
    inner = cv2.distanceTransform((picture.alpha >= 250).astype(np.uint8), cv2.DIST_L2, 5)
    # Where there is most cloth, the upper half first, as on a chest.
    upper = np.arange(len(inner))[:, None] < (top + bottom) // 2
    y, x = np.unravel_index(int(np.where(upper, inner, 0.8 * inner).argmax()), inner.shape)
    radius = max(4, round(0.07 * (right - left)))
    pixels = picture.pixels.copy()
    ground = float(ciede2000.lab(pixels[y : y + 1, x : x + 1])[0, 0, 0])
    ink = (236, 232, 224) if ground < 55 else (28, 30, 38)
    centre = (int(x), int(y))
    thick = max(1, radius // 5)
    cv2.circle(pixels, centre, radius, ink, thick, cv2.LINE_AA)
    cv2.line(
        pixels, (centre[0] - radius // 2, centre[1] + radius // 2),
        (centre[0], centre[1] - radius // 2), ink, thick, cv2.LINE_AA,
    )  # fmt: skip
    cv2.line(
        pixels, (centre[0], centre[1] - radius // 2),
        (centre[0] + radius // 2, centre[1] + radius // 2), ink, thick, cv2.LINE_AA,
    )  # fmt: skip
    return Picture(pixels, picture.alpha)
