"""What cannot be built is refused in words, before anything is made."""

import numpy as np
import pytest

from apps.jobs.providers.local.model_3d.outline.find import find_outline
from skyy.api.errors import Code, Problem
from tests.jobs.providers.local.model_3d.outline.shapes import painted


def refused(alpha, category="t-shirt"):
    with pytest.raises(Problem) as caught:
        find_outline(painted(alpha), alpha, category=category)
    assert len(caught.value.message) > 40
    return caught.value.code


def test_an_empty_mask():
    assert refused(np.zeros((300, 200), np.uint8)) == Code.PHOTO_NO_PRODUCT


def test_a_mask_of_mere_haze():
    assert refused(np.full((300, 200), 90, np.uint8)) == Code.PHOTO_NO_PRODUCT


def test_the_whole_frame():
    assert refused(np.full((300, 200), 255, np.uint8)) == Code.PHOTO_FILLS_FRAME


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_silhouette_of_a_few_pixels_width(width):
    alpha = np.zeros((400, 300), np.uint8)
    alpha[20:380, 150 : 150 + width] = 255
    assert refused(alpha) == Code.PHOTO_TOO_THIN


def test_a_single_pixel():
    alpha = np.zeros((400, 300), np.uint8)
    alpha[200, 150] = 255
    assert refused(alpha) == Code.PHOTO_TOO_THIN


def test_two_garments_in_one_photograph():
    alpha = np.zeros((400, 600), np.uint8)
    alpha[50:350, 40:260] = alpha[80:320, 330:560] = 255
    assert refused(alpha) == Code.PHOTO_SEVERAL_PRODUCTS
    assert find_outline(painted(alpha), alpha, category="shoes").openings == ()


def test_three_shoes_are_no_pair():
    alpha = np.zeros((300, 600), np.uint8)
    for left in (20, 220, 420):
        alpha[40:260, left : left + 140] = 255
    assert refused(alpha, "shoes") == Code.PHOTO_SEVERAL_PRODUCTS


def test_a_small_thing_beside_the_product_is_dropped_and_not_refused():
    alpha = np.zeros((400, 600), np.uint8)
    alpha[50:350, 40:360] = 255
    alpha[180:240, 480:540] = 255
    found = find_outline(painted(alpha), alpha, category="skirt")
    assert found.alpha.shape[1] < 360
