"""How far a product must be turned to stand upright, from the mirror symmetry of its silhouette."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .cleaning import disc
from .framing import turn_about_centre

Mask = npt.NDArray[np.bool_]
F32 = npt.NDArray[np.float32]

SIDE = 160
STEEPEST = 48
# A turn must make the silhouette this much more symmetric, more so the farther it turns, leave it
# about symmetric, and be at least this many degrees.
GAIN, GAIN_A_DEGREE = 0.012, 0.0015
ENOUGH = 0.8
SMALLEST = 2.0


@dataclass(frozen=True)
class Symmetry:
    """Attributes:
    angle: degrees to turn counter-clockwise.
    score: overlap of the turned silhouette with its mirror image, 0 to 1.
    untouched: the same without turning.
    """

    angle: float
    score: float
    untouched: float


def find_turn(mask: Mask) -> Symmetry:
    """Find the turn within ±48 degrees after which left and right mirror each other best."""
    whole, trunk = _small(mask)
    angles = np.arange(-STEEPEST, STEEPEST + 1, 3, dtype=np.float64)
    scores = np.array([_score(whole, trunk, float(angle)) for angle in angles])
    best = float(angles[int(np.argmax(scores))])
    fine = best + np.arange(-2.0, 2.01, 0.5)
    fine_scores = np.array([_score(whole, trunk, float(angle)) for angle in fine])
    found, score = float(fine[int(np.argmax(fine_scores))]), float(fine_scores.max())
    untouched = _score(whole, trunk, 0.0)
    gain = max(GAIN, GAIN_A_DEGREE * abs(found))
    if abs(found) < SMALLEST or score - untouched < gain or score < ENOUGH:
        return Symmetry(0.0, untouched, untouched)
    return Symmetry(found, score, untouched)


def mirror_axis(mask: Mask) -> float:
    """The column (pixels) about which an upright silhouette mirrors itself best."""
    scale = min(1.0, 2 * SIDE / max(mask.shape))
    size = (max(1, round(mask.shape[1] * scale)), max(1, round(mask.shape[0] * scale)))
    small = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    overlap = _overlaps(np.asarray(small, np.float32))
    return float((int(np.argmax(overlap)) / 2 + 0.5) * mask.shape[1] / size[0])


def _small(mask: Mask) -> tuple[F32, F32]:
    """The silhouette on a square, its centre of mass in the middle; whole, and without limbs."""
    rows, columns = np.nonzero(mask)
    centre = np.array([columns.mean(), rows.mean()])
    reach = float(np.hypot(columns - centre[0], rows - centre[1]).max()) + 1
    scale = SIDE / 2 / reach
    matrix = np.array(
        [[scale, 0, SIDE / 2 - scale * centre[0]], [0, scale, SIDE / 2 - scale * centre[1]]]
    )
    source = mask.astype(np.float32)
    if scale < 0.5:
        source = np.asarray(cv2.blur(source, (round(1 / scale), round(1 / scale))), np.float32)
    whole = np.asarray(cv2.warpAffine(source, matrix, (SIDE, SIDE)), np.float32)
    width = 2 * float(
        np.percentile(cv2.distanceTransform((whole > 0.5).astype(np.uint8), cv2.DIST_L2, 5), 99.5)
    )
    trunk = cv2.morphologyEx(whole, cv2.MORPH_OPEN, disc(0.75 * width))
    return whole, np.asarray(trunk, np.float32)


def _score(whole: F32, trunk: F32, angle: float) -> float:
    matrix = turn_about_centre(angle, (SIDE, SIDE))
    scores = []
    for image in (whole, trunk):
        turned = np.asarray(cv2.warpAffine(image, matrix, (SIDE, SIDE)), np.float32)
        mass = float((turned**2).sum())
        scores.append(float(_overlaps(turned).max()) / mass if mass else 0.0)
    return 0.5 * scores[0] + 0.5 * scores[1]


def _overlaps(image: F32) -> npt.NDArray[np.float64]:
    """Overlap of an image with its mirror image about every half column."""
    width = image.shape[1]
    spectrum = np.fft.rfft(image, n=2 * width, axis=1)
    return np.asarray(np.fft.irfft((spectrum**2).sum(axis=0), n=2 * width), np.float64)
