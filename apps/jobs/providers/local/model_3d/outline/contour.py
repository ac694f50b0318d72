"""The rim of a silhouette as an evenly spaced closed line, and what can be measured along it."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .result import UInt8Array

F64 = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

POINTS = 1024
# The line is smoothed over this share of its length: pixel steps go, seams and corners stay.
SMOOTHING = 0.0015


@dataclass(frozen=True)
class Contour:
    """A closed line, clockwise to the eye (x right, y down).

    Attributes:
        points: float64 (N, 2) x, y in pixels, evenly spaced.
        step: pixels between neighbours.
    """

    points: F64
    step: float

    def __len__(self) -> int:
        return len(self.points)

    @property
    def x(self) -> F64:
        return np.asarray(self.points[:, 0], np.float64)

    @property
    def y(self) -> F64:
        return np.asarray(self.points[:, 1], np.float64)

    def samples(self, pixels: float) -> int:
        """How many points a stretch of this many pixels has, at least one."""
        return max(1, round(pixels / self.step))

    def between(self, start: int, end: int) -> Index:
        """Indices from `start` clockwise to `end`, both included."""
        count = (end - start) % len(self) + 1
        return (start + np.arange(count)) % len(self)

    def turning(self, window: float) -> F64:
        """Degrees the line turns at each point, seen over `window` pixels to either side.

        Positive at convex corners: 90 at the corner of a square.
        """
        reach = self.samples(window)
        before = self.points - np.roll(self.points, reach, axis=0)
        after = np.roll(self.points, -reach, axis=0) - self.points
        cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
        along = (before * after).sum(axis=1)
        return np.asarray(np.degrees(np.arctan2(cross, along)), np.float64)

    def corners(self, window: float) -> F64:
        """Like ``turning``, but a corner with another close by counts too."""
        return np.maximum(self.turning(window), 0.9 * self.turning(0.35 * window))

    def depth(self) -> F64:
        """How far each point lies inside the convex hull's edge above it, in pixels."""
        hull = np.sort(
            cv2.convexHull(self.points.astype(np.float32), returnPoints=False).ravel()
        ).astype(np.intp)
        found = np.zeros(len(self))
        for start, end in zip(hull, np.roll(hull, -1), strict=True):
            stretch = self.between(int(start), int(end))
            if len(stretch) < 3:
                continue
            edge = self.points[end] - self.points[start]
            length = float(np.hypot(*edge))
            if length < self.step:
                continue
            offset = self.points[stretch] - self.points[start]
            found[stretch] = np.abs(edge[0] * offset[:, 1] - edge[1] * offset[:, 0]) / length
        return found

    def line(self, stretch: Index) -> tuple[tuple[float, float], ...]:
        """The points of a stretch, rounded to hundredths of a pixel."""
        return tuple((round(float(x), 2), round(float(y), 2)) for x, y in self.points[stretch])


def rim_of(mask: npt.NDArray[np.bool_]) -> Contour:
    """The outer rim of the largest region of `mask`.

    Raises:
        ValueError: there is no region with a rim.
    """
    padded = np.pad(mask.astype(np.uint8), 1)
    rims, _ = cv2.findContours(padded, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not rims:
        raise ValueError("the mask is empty")
    longest = max(rims, key=lambda rim: (cv2.contourArea(rim), len(rim)))
    points = longest[:, 0, :].astype(np.float64) - 1
    if len(points) < 3:
        raise ValueError("the region has no inside")
    return _even(_clockwise(points))


def _clockwise(points: F64) -> F64:
    x, y = points[:, 0], points[:, 1]
    doubled_area = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
    return points if doubled_area > 0 else np.ascontiguousarray(points[::-1])


def _even(points: F64) -> Contour:
    closed = np.vstack([points, points[:1]])
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    length = float(travelled[-1])
    places = np.arange(POINTS) * length / POINTS
    even = np.stack([np.interp(places, travelled, closed[:, axis]) for axis in (0, 1)], axis=1)
    return Contour(_smooth(even, SMOOTHING * POINTS), length / POINTS)


def _smooth(points: F64, sigma: float) -> F64:
    """Gaussian along the closed line, through the Fourier transform."""
    frequency = np.fft.rfftfreq(len(points))
    gain = np.exp(-2 * (np.pi * sigma * frequency) ** 2)
    spectrum = np.fft.rfft(points, axis=0) * gain[:, None]
    return np.asarray(np.fft.irfft(spectrum, n=len(points), axis=0), np.float64)


def filled(mask: npt.NDArray[np.bool_]) -> UInt8Array:
    """The mask with its holes closed, 0 or 1."""
    padded = np.pad(mask.astype(np.uint8), 1)
    ground = padded.copy()
    cv2.floodFill(ground, None, (0, 0), (2,))
    return np.ascontiguousarray((ground != 2).astype(np.uint8)[1:-1, 1:-1])
