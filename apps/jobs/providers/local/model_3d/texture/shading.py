"""Large shadows of the photograph taken out of the cloth, gently and by brightness alone.

Retinex in two dimensions (Horn 1974): small slopes of log brightness are light, large ones and
those that come with a change of hue are the cloth's own pattern. The slopes of the light are put
together again (Poisson equation on the product), made smooth, and half of what remains is
divided out. One gain for all three channels in linear light: hue and saturation stay.
"""

import cv2
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, identity
from scipy.sparse.linalg import spsolve

from ...tone import decode, encode

UInt8Array = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]
WORK = 96
# Steeper changes of log brightness from one of these coarse pixels to the next are pattern.
STEEPEST = 0.05
HUE_CHANGE = 1.5
SMOOTH = 0.06
STRENGTH = 0.5
LEAST_GAIN, MOST_GAIN = 0.88, 1.18
FLOOR = 0.02


def even_light(pixels: UInt8Array, alpha: UInt8Array) -> tuple[UInt8Array, tuple[float, float]]:
    """Return ``pixels`` under evener light and the (smallest, largest) gain that was used."""
    scale = WORK / max(alpha.shape)
    size = (max(2, round(alpha.shape[1] * scale)), max(2, round(alpha.shape[0] * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    inside = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 230
    if inside.sum() < 40:
        return pixels, (1.0, 1.0)
    light = _light(small, inside)
    gain = np.exp(-STRENGTH * light)
    gain = np.clip(gain, LEAST_GAIN, MOST_GAIN).astype(np.float32)
    full = cv2.resize(gain, (alpha.shape[1], alpha.shape[0]), interpolation=cv2.INTER_CUBIC)
    linear = decode(pixels) * full[..., None]
    # A gain must not clip a channel: that would turn the hue.
    linear /= np.maximum(linear.max(axis=2, keepdims=True), 1.0)
    used = full[alpha >= 128]
    return encode(linear), (round(float(used.min()), 3), round(float(used.max()), 3))


def _light(small: UInt8Array, inside: npt.NDArray[np.bool_]) -> F32:
    linear = decode(small)
    brightness = linear @ np.asarray([0.2126, 0.7152, 0.0722], np.float32)
    log = np.log(brightness + FLOOR)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    number = np.full(inside.shape, -1)
    number[inside] = np.arange(int(inside.sum()))
    count = int(inside.sum())
    rows, columns, slopes = [], [], []
    for axis in (0, 1):
        near = [slice(None), slice(None)]
        far = [slice(None), slice(None)]
        near[axis], far[axis] = slice(None, -1), slice(1, None)
        first, second = tuple(near), tuple(far)
        both = inside[first] & inside[second]
        step = (log[second] - log[first])[both]
        turn = np.hypot((lab[second] - lab[first])[..., 1], (lab[second] - lab[first])[..., 2])[
            both
        ]
        step = np.where((np.abs(step) > STEEPEST) | (turn > HUE_CHANGE), 0.0, step)
        rows.append(number[first][both])
        columns.append(number[second][both])
        slopes.append(step)
    start, end, slope = (np.concatenate(part) for part in (rows, columns, slopes))
    edges = np.arange(len(start))
    difference = coo_matrix(
        (
            np.concatenate([-np.ones(len(start)), np.ones(len(start))]),
            (np.concatenate([edges, edges]), np.concatenate([start, end])),
        ),
        shape=(len(start), count),
    ).tocsr()
    system = difference.T @ difference + 1e-4 * identity(count)
    solved = spsolve(system.tocsc(), difference.T @ slope)
    light = np.zeros(inside.shape, np.float32)
    light[inside] = solved - np.median(solved)
    sigma = SMOOTH * max(inside.shape)
    weight = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), sigma)
    calm = cv2.GaussianBlur(light, (0, 0), sigma) / np.maximum(weight, 1e-3)
    return np.asarray(calm - np.median(calm[inside]), np.float32)
