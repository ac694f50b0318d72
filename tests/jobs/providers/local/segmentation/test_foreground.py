"""clean_foreground(): the edge's colours without the old background."""

import numpy as np

from apps.jobs.providers.local.segmentation import clean_foreground
from tests.jobs.providers.local.segmentation.scenes import SHIRT, composed, soft_polygon

SIZE = (200, 260)


def a_blue_shirt_on_red():
    coverage = soft_polygon(SHIRT, *SIZE)
    product = np.full((SIZE[1], SIZE[0], 3), (20, 40, 160), np.float32)
    ground = np.full((SIZE[1], SIZE[0], 3), (220, 30, 20), np.float32)
    return composed(product, ground, coverage), np.rint(coverage * 255).astype(np.uint8)


def test_opaque_pixels_are_untouched_bit_for_bit():
    random = np.random.default_rng(4)
    picture = random.integers(0, 256, (SIZE[1], SIZE[0], 3)).astype(np.uint8)
    _, alpha = a_blue_shirt_on_red()
    before = picture.copy()
    cleaned = clean_foreground(picture, alpha)
    assert np.array_equal(cleaned[alpha == 255], before[alpha == 255])
    assert np.array_equal(picture, before)


def test_a_coloured_fringe_is_removed():
    picture, alpha = a_blue_shirt_on_red()
    edge = (alpha > 25) & (alpha < 230)
    fringe = np.abs(picture[edge].astype(int) - (20, 40, 160)).mean()
    rest = np.abs(clean_foreground(picture, alpha)[edge].astype(int) - (20, 40, 160)).mean()
    assert fringe > 40
    assert rest < 6


def test_nothing_of_the_background_is_left_in_transparent_pixels():
    picture, alpha = a_blue_shirt_on_red()
    cleaned = clean_foreground(picture, alpha)
    red = cleaned[alpha == 0].astype(int)[:, 0]
    assert red.max() < 60


def test_tiles_leave_no_seams():
    coverage = soft_polygon(SHIRT, 1100, 700)
    product = np.full((700, 1100, 3), (20, 140, 60), np.float32)
    ground = np.full((700, 1100, 3), (230, 220, 30), np.float32)
    alpha = np.rint(coverage * 255).astype(np.uint8)
    cleaned = clean_foreground(composed(product, ground, coverage), alpha)
    edge = alpha > 25
    assert np.abs(cleaned[edge].astype(int) - (20, 140, 60)).max() < 30


def test_a_wholly_opaque_or_transparent_picture_is_simple():
    picture = np.full((50, 60, 3), 77, np.uint8)
    assert np.array_equal(clean_foreground(picture, np.full((50, 60), 255, np.uint8)), picture)
    assert not clean_foreground(picture, np.zeros((50, 60), np.uint8)).any()
