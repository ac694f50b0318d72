"""Colour arithmetic in floating point, by the standards' formulas, to compare with."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SRGB_TO_XYZ_D50 = np.array(
    [
        [0.4360747, 0.3850649, 0.1430804],
        [0.2225045, 0.7168786, 0.0606169],
        [0.0139322, 0.0971045, 0.7141733],
    ]
)
"""sRGB under D50 (Bradford): IEC 61966-2-1 with ICC.1 annex E."""
WHITE = np.array([0.9642, 1.0, 0.8249])


def srgb_from_matrix_profile(
    values: Array, primaries: tuple[tuple[float, float, float], ...], gamma: float
) -> Array:
    """sRGB values, unclipped, of device values 0 … 1 under a matrix profile."""
    linear = (values**gamma) @ np.array(primaries) @ np.linalg.inv(SRGB_TO_XYZ_D50).T
    magnitude = np.abs(linear)
    encoded = np.where(
        magnitude <= 0.0031308, 12.92 * magnitude, 1.055 * magnitude ** (1 / 2.4) - 0.055
    )
    return np.asarray(np.sign(linear) * encoded)


def lab(srgb: Array) -> Array:
    """CIE L*a*b* (D50) of sRGB values 0 … 1."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    ratio = linear @ SRGB_TO_XYZ_D50.T / WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1
    )


def delta_e(one: Array, other: Array) -> Array:
    """CIE 1976 colour difference of sRGB values 0 … 1."""
    return np.asarray(np.linalg.norm(lab(one) - lab(other), axis=-1))
