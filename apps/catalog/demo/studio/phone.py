"""The phone: its lens and sensor, its rendering, and the JPEG file it writes."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, TiffImagePlugin

from apps.catalog.demo.studio.icc import DISPLAY_P3, SRGB, matrix_from_srgb, profile
from apps.catalog.demo.studio.noise import fbm, generator

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
MAKE, MODEL, SOFTWARE = "Halden", "Halden H4", "Halden Camera 7.2"
# EXIF orientation and the Pillow transposition that brings the upright picture into that storage
STORED = {
    1: None,
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True)
class Exposure:
    """Settings of one picture: stops above the metered light, white balance, file habits."""

    stops: float
    balance: tuple[float, float, float]
    noise: float
    orientation: int
    wide_gamut: bool
    taken: str
    quality: int


def expose(seed: str, index: int) -> Exposure:
    """The accidents of one picture; every ninth lies on its side, every seventh is in P3."""
    rng = generator("expose", seed)
    tint = rng.normal(0, 1, 2)
    balance = (1 + 0.030 * tint[0], 1.0 + 0.008 * tint[1], 1 - 0.034 * tint[0])
    day, minute = 3 + index % 24, int(rng.integers(0, 60))
    return Exposure(
        float(rng.normal(0.0, 0.13)),
        (float(balance[0]), float(balance[1]), float(balance[2])),
        float(rng.uniform(0.6, 1.3)),
        {4: 6, 13: 8, 22: 3}.get(index % 27, 1),
        index % 7 == 3,
        f"2027:05:{day:02d} {9 + index % 8:02d}:{minute:02d}:{(index * 17) % 60:02d}",
        int(rng.integers(88, 94)),
    )


def _curve(value: F32) -> F32:
    """A phone's tone curve: straight in the middle, rolled off above and a little below."""
    x = np.maximum(value, 0)
    shoulder = np.float32(0.62)
    over = np.maximum(x - shoulder, 0)
    rolled = np.where(
        x > shoulder, shoulder + (1 - shoulder) * (1 - np.exp(-over / (1 - shoulder))), x
    )
    return np.asarray(rolled, np.float32)


def _encode(value: F32) -> F32:
    low = value * np.float32(12.92)
    high = np.float32(1.055) * np.power(np.maximum(value, 1e-6), np.float32(1 / 2.4)) - np.float32(
        0.055
    )
    return np.asarray(np.where(value <= 0.0031308, low, high), np.float32)


def _metered(light: F32) -> np.float32:
    """The gain of an automatic exposure that weighs the middle and forgives dark subjects."""
    few = light[::8, ::8]
    small = np.minimum(0.5 * few.mean(-1) + 0.5 * few.max(-1), 1.2)
    rows, columns = small.shape
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    weight = np.exp(-1.2 * (x * x + y * y))
    level = float((small * weight).sum() / weight.sum())
    return np.float32(np.clip((0.30 / max(level, 1e-3)) ** 0.5, 0.75, 1.5))


def develop(scene: F32, exposure: Exposure, seed: str) -> U8:
    """Linear light (H, W, 3) as the upright picture the phone makes, in its own colour space."""
    height, width = scene.shape[:2]
    light = np.asarray(cv2.GaussianBlur(scene * _metered(scene), (0, 0), 0.55), np.float32)
    glow = cv2.GaussianBlur(
        cv2.resize(np.minimum(light, 4), (width // 8, height // 8), interpolation=cv2.INTER_AREA),
        (0, 0),
        9,
    )
    light = light * np.float32(0.975)
    light += np.float32(0.025) * np.asarray(cv2.resize(glow, (width, height)), np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    radius = ((x - width / 2) ** 2 + (y - height / 2) ** 2) / ((width**2 + height**2) / 4)
    light *= np.asarray(1 - 0.26 * radius * (0.6 + 0.4 * radius), np.float32)[..., None]
    light *= np.array(exposure.balance, np.float32) * np.float32(1.02 * 2**exposure.stops)
    grain = fbm(512, 0.25, "grain", 1.0, 20, 512)
    rng = generator("grain", seed)
    deviation = np.sqrt(
        np.float32(2.2e-5) + np.float32(2.6e-4) * np.maximum(light, 0)
    ) * np.float32(exposure.noise)
    for channel in range(3):
        dy, dx = (int(v) for v in rng.integers(0, 512, 2))
        rolled = np.roll(grain, (dy, dx), (0, 1))
        tiled = np.tile(rolled, (-(-height // 512), -(-width // 512)))[:height, :width]
        fine = rng.standard_normal((height, width), np.float32)
        light[..., channel] += deviation[..., channel] * (0.55 * fine + 0.55 * tiled)
    if exposure.wide_gamut:
        light = np.asarray(light @ matrix_from_srgb(DISPLAY_P3).T, np.float32)
    value = _encode(_curve(light))
    value += np.float32(0.35) * (value - cv2.GaussianBlur(value, (0, 0), 1.1))
    return np.asarray(np.clip(value * 255 + 0.5, 0, 255), np.uint8)


def jpeg(picture: U8, exposure: Exposure, index: int) -> bytes:
    """The file: rotated as the sensor read it, with EXIF and a colour profile."""
    image = Image.fromarray(picture)
    turn = STORED[exposure.orientation]
    if turn is not None:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = MAKE, MODEL, SOFTWARE
    exif[0x0112] = exposure.orientation
    exif[0x0132] = exposure.taken
    rational = TiffImagePlugin.IFDRational
    exif[0x011A], exif[0x011B], exif[0x0128] = rational(72, 1), rational(72, 1), 2
    details = exif.get_ifd(0x8769)
    details[0x9003] = details[0x9004] = exposure.taken
    details[0x9011] = "+02:00"
    details[0x829A] = rational(1, 60 + 20 * (index % 5))
    details[0x829D] = rational(18, 10)
    details[0x8827] = 80 + 20 * (index % 8)
    details[0x920A] = rational(57, 10)
    details[0xA405] = 26
    details[0xA002], details[0xA003] = image.size
    details[0xA001] = 0xFFFF if exposure.wide_gamut else 1
    details[0xA434] = "Halden H4 main camera 5.7mm f/1.8"
    space = DISPLAY_P3 if exposure.wide_gamut else SRGB
    out = io.BytesIO()
    image.save(
        out,
        "JPEG",
        quality=exposure.quality,
        subsampling=2,
        optimize=True,
        exif=exif,
        icc_profile=profile(space),
    )
    return out.getvalue()
