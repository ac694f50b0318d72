"""Which of several hypotheses is the product: judged by their edges, without any training."""

from dataclasses import dataclass

import cv2
import numpy as np

from .features import lab_planes
from .hypotheses import frame_of
from .result import BoolArray, FloatArray, UInt8Array

# Colour differences in weighted Lab units.
VISIBLE_STEP = 6.0
STRONG_GRADIENT = 2.5
NOISE_VARIANCE = 20.0
# Shares of the photograph a product can take.
SMALLEST, LARGEST = 0.002, 0.995


@dataclass(frozen=True, slots=True)
class EdgeEvidence:
    """Shares 0..1 of the mask's outline, frame excluded, that the photograph bears out.

    `step`: the mean colours left and right differ visibly. `separation`: they differ by more than
    their own variation. `gradient`: a sharp edge runs there.
    """

    step: float
    separation: float
    gradient: float


class Judge:
    """Rates masks against one photograph, uint8 (H, W, 3), of a few hundred pixels a side."""

    def __init__(self, rgb: UInt8Array) -> None:
        self._lab = lab_planes(rgb)
        smooth = cv2.GaussianBlur(self._lab, (0, 0), 1)
        across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125)
        down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125)
        gradient = np.sqrt((across**2 + down**2).sum(axis=2))
        self._gradient = cv2.dilate(gradient, np.ones((3, 3), np.uint8))

    def evidence(self, mask: BoolArray) -> EdgeEvidence:
        edge = self._outline(mask)
        if not edge.any():
            return EdgeEvidence(0.0, 0.0, 0.0)
        inner, inner_variance = self._side(mask, edge)
        outer, outer_variance = self._side(~mask, edge)
        squared = ((inner - outer) ** 2).sum(axis=1)
        noise = inner_variance + outer_variance + NOISE_VARIANCE
        return EdgeEvidence(
            step=float((squared > VISIBLE_STEP**2).mean()),
            separation=float((squared > 0.7 * noise).mean()),
            gradient=float((self._gradient[edge] > STRONG_GRADIENT).mean()),
        )

    def choose(self, masks: list[BoolArray]) -> tuple[int, float]:
        """Return the index of the best mask and how far, 0..1, the others agree with it."""
        agreement = [float(np.mean([overlap(mask, other) for other in masks])) for mask in masks]
        scores = [self._score(mask, share) for mask, share in zip(masks, agreement, strict=True)]
        best = int(np.argmax(scores))
        return best, agreement[best]

    def outline_score(self, mask: BoolArray) -> float:
        """Return how well the photograph bears out the mask's outline and how whole it is, 0..4."""
        evidence = self.evidence(mask)
        return evidence.step + evidence.separation + evidence.gradient + solidity(mask)

    def _score(self, mask: BoolArray, agreement: float) -> float:
        if not SMALLEST < mask.mean() < LARGEST:
            return -1.0
        evidence = self.evidence(mask)
        edges = evidence.step + evidence.separation + evidence.gradient
        return edges - 0.5 * float(mask[frame_of(mask.shape)].mean()) + agreement

    def _outline(self, mask: BoolArray) -> BoolArray:
        edge = (
            cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
            > 0
        )
        edge[:2] = edge[-2:] = False
        edge[:, :2] = edge[:, -2:] = False
        return np.asarray(edge)

    def _side(self, mask: BoolArray, edge: BoolArray) -> tuple[FloatArray, FloatArray]:
        """Mean colour (n, 3) and total variance (n,) of one side next to every outline pixel."""
        share = mask.astype(np.float32)
        total = cv2.GaussianBlur(share, (0, 0), 2)[edge][:, None] + 1e-4
        mean = cv2.GaussianBlur(self._lab * share[..., None], (0, 0), 2)[edge] / total
        square = cv2.GaussianBlur(self._lab**2 * share[..., None], (0, 0), 2)[edge] / total
        return mean, np.maximum(square - mean**2, 0).sum(axis=1)


def overlap(one: BoolArray, other: BoolArray) -> float:
    """Intersection over union."""
    union = int((one | other).sum())
    return float((one & other).sum() / union) if union else 1.0


def solidity(mask: BoolArray) -> float:
    """Area of the mask over the area of its convex hull."""
    if not mask.any():
        return 0.0
    points = np.argwhere(mask)[:, ::-1].astype(np.int32)
    hull = cv2.contourArea(cv2.convexHull(points))
    return min(1.0, float(mask.sum()) / hull) if hull else 0.0
