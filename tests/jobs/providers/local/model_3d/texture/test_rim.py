"""The edge: no ground under it, and cloth of its own size round the side."""

import cv2
import numpy as np

from apps.jobs.providers.local.model_3d.texture.bleeding import bleed_outwards
from apps.jobs.providers.local.model_3d.texture.rim import unroll
from tests.jobs.providers.local.model_3d.texture.wardrobe import dressed, inflated


def test_colors_are_bled_outwards_and_the_inside_stays():
    outline = dressed((185, 40, 30), (30, 160, 40))
    mixed = cv2.GaussianBlur(outline.pixels, (0, 0), 0.6)
    bled = bleed_outwards(mixed, outline.alpha).astype(int)
    inner = cv2.erode(outline.alpha, np.ones((9, 9), np.uint8)) > 0

    assert (bled[..., 1] < bled[..., 0] - 60).all()
    assert np.array_equal(bled[inner], mixed[inner])


def least_stretch(solid, places, metres_per_pixel):
    """(F,): pixels of the picture for a pixel of the surface, in the direction of the fewest."""
    corners = solid.positions[solid.faces].astype(float) / metres_per_pixel
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    along = one / np.linalg.norm(one, axis=1, keepdims=True)
    across = two - (two * along).sum(axis=1, keepdims=True) * along
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    surface = np.stack(
        [
            np.stack([(one * axis).sum(axis=1), (two * axis).sum(axis=1)], axis=1)
            for axis in (along, across)
        ],
        axis=1,
    )
    picture = np.stack([places[:, 1] - places[:, 0], places[:, 2] - places[:, 0]], axis=2)
    area = np.abs(np.linalg.det(surface)) / 2
    return np.linalg.svd(picture @ np.linalg.inv(surface), compute_uv=False)[:, 1], area


def test_cloth_runs_on_round_the_side_at_its_own_size():
    outline = dressed((185, 40, 30), (30, 160, 40))
    solid = inflated(outline, step=2, thickness=26)
    cloth = unroll(solid, outline.alpha, outline.metres_per_pixel)

    rim = (cloth.beyond > 0).any(axis=1)

    def smeared(places):
        stretch, area = least_stretch(solid, places, outline.metres_per_pixel)
        return area[rim & (stretch < 0.35)].sum() / area[rim].sum()

    assert smeared(solid.plane[solid.faces].astype(float)) > 0.5
    assert smeared(cloth.unrolled) < 0.2
    folded = cloth.unrolled - 2 * cloth.outwards * np.maximum(cloth.beyond, 0)[..., None]
    at = np.rint(folded).astype(int).reshape(-1, 2)
    assert rim.any()
    assert (outline.alpha[at[:, 1], at[:, 0]] > 0).all()
