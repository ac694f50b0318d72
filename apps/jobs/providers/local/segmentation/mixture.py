"""Gaussian mixtures fitted by expectation-maximisation, without a random start or BLAS.

Sums run through einsum and elementwise arithmetic, whose order does not depend on the number of
threads, so the same photograph gives the same mask on every machine setting.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from .result import FloatArray

STEPS = 4
# Added to every variance (squared feature units): narrower clusters would be noise.
REGULARISATION = 12.0


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights (k,), means (k, d) and inverse Cholesky factors (k, d, d) of k Gaussians."""

    weights: FloatArray
    means: FloatArray
    whitening: FloatArray

    def component_densities(self, columns: FloatArray) -> FloatArray:
        """Return log(weight x density) per component, float32 (k, n), for columns (d, n)."""
        size = columns.shape[0]
        result = np.empty((len(self.weights), columns.shape[1]), np.float32)
        for index, whitening in enumerate(self.whitening):
            centred = columns - self.means[index][:, None]
            distance = np.zeros(columns.shape[1], np.float32)
            for row in range(size):
                part = whitening[row, 0] * centred[0]
                for column in range(1, row + 1):
                    part += whitening[row, column] * centred[column]
                distance += part * part
            scale = np.log(np.diag(whitening)).sum() + np.log(self.weights[index])
            result[index] = scale - 0.5 * distance
        return result

    def log_density(self, columns: FloatArray) -> FloatArray:
        """Return the log density, float32 (n,), up to a constant shared by all mixtures."""
        return log_sum(self.component_densities(columns))

    def without(self, dropped: list[int]) -> "Mixture":
        keep = [index for index in range(len(self.weights)) if index not in dropped]
        return Mixture(self.weights[keep], self.means[keep], self.whitening[keep])


def log_sum(terms: FloatArray) -> FloatArray:
    """Return log(sum(exp(terms))) over the first axis."""
    top = terms.max(axis=0)
    return np.asarray(top + np.log(np.exp(terms - top).sum(axis=0)), np.float32)


def fit_mixture(columns: FloatArray, components: int) -> Mixture:
    """Fit `components` Gaussians to columns, float32 (d, n)."""
    labels = _first_labels(columns, components)
    shares = (labels[None, :] == np.arange(components)[:, None]).astype(np.float32)
    mixture = _maximise(columns, shares)
    for _ in range(STEPS - 1):
        terms = mixture.component_densities(columns)
        mixture = _maximise(columns, np.exp(terms - log_sum(terms)))
    return mixture


def strays(own: Mixture, other: Mixture, columns: FloatArray, largest: float) -> list[int]:
    """Components of `own` that look more like the other side than like the rest of their own.

    A sleeve outside the seed or at the frame becomes a small background component, floor between
    two legs a small component of the product; nothing else would ever bring them back.
    """
    terms = own.component_densities(columns)
    owner = terms.argmax(axis=0)
    as_other = other.log_density(columns)
    found = []
    for index in range(len(terms)):
        mine = owner == index
        if mine.sum() < 5 or mine.mean() > largest:
            continue
        rest = log_sum(np.delete(terms[:, mine], index, axis=0))
        if np.median(as_other[mine] - rest) > 0:
            found.append(index)
    return found if len(found) <= len(terms) - 2 else []


def _first_labels(
    columns: FloatArray, components: int
) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    cv2.setRNGSeed(1)
    criteria = (cv2.TERM_CRITERIA_MAX_ITER, 8, 0.0)
    rows = np.ascontiguousarray(columns.T)
    labels = cv2.kmeans(rows, components, None, criteria, 1, cv2.KMEANS_PP_CENTERS)[1]  # type: ignore[call-overload]
    return np.asarray(labels, np.int32).ravel()


def _maximise(columns: FloatArray, shares: FloatArray) -> Mixture:
    mass = shares.sum(axis=1) + 1e-6
    means = np.einsum("kn,dn->kd", shares, columns) / mass[:, None]
    whitening = []
    for share, mean, total in zip(shares, means, mass, strict=True):
        centred = columns - mean[:, None]
        covariance = np.einsum("dn,en->de", centred * share, centred) / total
        covariance += np.eye(len(mean), dtype=np.float32) * REGULARISATION
        whitening.append(np.linalg.inv(np.linalg.cholesky(covariance.astype(np.float64))))
    return Mixture(
        (mass / mass.sum()).astype(np.float32),
        means.astype(np.float32),
        np.asarray(whitening, np.float32),
    )
