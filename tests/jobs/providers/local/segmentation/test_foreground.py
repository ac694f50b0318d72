"""clean_foreground(): the edge's colours without the old background."""

import cv2
import numpy as np

from apps.jobs.providers.local.segmentation import clean_foreground
from tests.jobs.providers.local.segmentation.scenes import SHIRT, composed, soft_polygon

SIZE = (200, 260)


def a_blue_shirt_on_red():
    coverage = soft_polygon(SHIRT, *SIZE)
    product = np.full((SIZE[1], SIZE[0], 3), (20, 40, 160), np.float32)
    ground = np.full((SIZE[1], SIZE[0], 3), (220, 30, 20), np.float32)
    return composed(product, ground, coverage), np.rint(coverage * 255).astype(np.uint8)


def test_opaque_pixels_inside_the_rim_are_untouched_bit_for_bit():
    random = np.random.default_rng(4)
    picture = random.integers(0, 256, (SIZE[1], SIZE[0], 3)).astype(np.uint8)
    _, alpha = a_blue_shirt_on_red()
    before = picture.copy()
    cleaned = clean_foreground(picture, alpha)
    inside = cv2.erode((alpha == 255).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    assert inside.sum() > 1000
    assert np.array_equal(cleaned[inside], before[inside])
    assert np.array_equal(picture, before)


def test_a_coloured_fringe_is_removed():
    picture, alpha = a_blue_shirt_on_red()
    edge = (alpha > 25) & (alpha < 230)
    fringe = np.abs(picture[edge].astype(int) - (20, 40, 160)).mean()
    rest = np.abs(clean_foreground(picture, alpha)[edge].astype(int) - (20, 40, 160)).mean()
    assert fringe > 40
    assert rest < 6


def as_telephones_keep_it(picture):
    """Through a JPEG whose chroma has half the resolution."""
    settings = [cv2.IMWRITE_JPEG_QUALITY, 88]
    settings += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420]
    _, kept = cv2.imencode(".jpg", picture[..., ::-1], settings)
    return cv2.imdecode(kept, cv2.IMREAD_COLOR)[..., ::-1]


def test_the_tint_that_a_jpeg_puts_on_the_opaque_rim_is_taken_off():
    coverage = soft_polygon(SHIRT, *SIZE)
    product = np.full((SIZE[1], SIZE[0], 3), (205, 204, 200), np.float32)
    ground = np.full((SIZE[1], SIZE[0], 3), (190, 30, 90), np.float32)
    picture = as_telephones_keep_it(composed(product, ground, coverage))
    alpha = np.rint(coverage * 255).astype(np.uint8)
    inside = cv2.erode((alpha == 255).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    rim = (alpha == 255) & ~inside

    def tint(pixels):
        return np.percentile(np.ptp(pixels[rim].astype(int), axis=1), 90)

    assert tint(picture) > 10
    assert tint(clean_foreground(picture, alpha)) < 0.7 * tint(picture)


def test_stripes_in_other_colours_than_the_ground_keep_theirs_to_the_edge():
    coverage = soft_polygon(SHIRT, *SIZE)
    product = np.full((SIZE[1], SIZE[0], 3), (200, 200, 200), np.float32)
    product[::8] = product[1::8] = (30, 60, 160)
    ground = np.full((SIZE[1], SIZE[0], 3), (230, 40, 60), np.float32)
    picture = composed(product, ground, coverage)
    alpha = np.rint(coverage * 255).astype(np.uint8)
    cleaned = clean_foreground(picture, alpha)
    assert np.abs(cleaned[alpha == 255].astype(int) - picture[alpha == 255]).mean() < 1


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
