"""What a pixel is judged by: its colour and the texture around it."""

import cv2
import numpy as np

from .result import FloatArray, UInt8Array

# a and b span less than L in photographs of goods; weighted up they count as much.
CHROMA_WEIGHT = 1.5
TEXTURE_WEIGHT = 4.0


def lab_planes(rgb: UInt8Array) -> FloatArray:
    """Return CIE Lab, float32 (H, W, 3): L 0..100, a and b about -100..100, chroma weighted."""
    lab = np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), np.float32)
    lab[..., 1:] *= CHROMA_WEIGHT
    return lab


def pixel_features(rgb: UInt8Array, *, lightness: float = 1.0, texture: float = 1.0) -> FloatArray:
    """Return one column per pixel, float32 (4, H*W): lightness, two chroma axes, texture.

    `lightness` and `texture` scale their channels; a low lightness makes shading matter less.
    Colours are smoothed within edges first, so that a weave or sensor noise is one colour.
    """
    lab = lab_planes(rgb)
    smooth = cv2.bilateralFilter(lab, 5, 8, 2)
    detail = lab[..., 0] - cv2.GaussianBlur(lab[..., 0], (0, 0), 2)
    energy = np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), 2.5))
    planes = [
        smooth[..., 0] * lightness,
        smooth[..., 1],
        smooth[..., 2],
        np.log1p(energy) * (TEXTURE_WEIGHT * texture),
    ]
    return np.stack([plane.ravel() for plane in planes]).astype(np.float32)


def principal_colours(rgb: UInt8Array) -> UInt8Array:
    """Return the two colour axes along which the photograph varies most, uint8 (H, W, 2)."""
    lab = lab_planes(rgb)
    centred = (lab - lab.mean(axis=(0, 1))).astype(np.float64)
    scatter = np.einsum("ijk,ijl->kl", centred, centred)
    axes = np.linalg.eigh(scatter)[1][:, :0:-1]
    spread = np.einsum("ijk,kl->ijl", centred, axes)
    return np.asarray(np.clip(np.rint(spread * 1.3 + 128), 0, 255), np.uint8)
