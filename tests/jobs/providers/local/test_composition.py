import cv2
import numpy as np
import pytest

from apps.jobs.providers.local.composition import compose, contact_shadow, parse_colour
from apps.jobs.providers.local.resampling import resize_premultiplied


def disc(size: int = 200) -> np.ndarray:
    alpha = np.zeros((size, size), np.uint8)
    cv2.circle(alpha, (size // 2, size // 2), size // 4, 255, -1, cv2.LINE_AA)
    return alpha


def test_opaque_product_pixels_are_shown_bit_for_bit() -> None:
    alpha = disc()
    rgb = np.random.default_rng(1).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    composed = compose(rgb, alpha, top="#faf8f5", bottom="#efebe5")
    assert np.array_equal(composed[alpha == 255], rgb[alpha == 255])


def test_the_ground_far_from_the_product_is_the_backdrop() -> None:
    composed = compose(np.zeros((200, 200, 3), np.uint8), disc(), top="#faf8f5", bottom="#204060")
    assert np.abs(composed[0].mean(axis=0) - (0xFA, 0xF8, 0xF5)).max() < 1.5
    assert np.abs(composed[-1].mean(axis=0) - (0x20, 0x40, 0x60)).max() < 1.5


def test_the_shadow_is_darker_below_the_product_than_above_it() -> None:
    shadow = contact_shadow(disc())
    assert shadow[152:158, 100].mean() > shadow[42:48, 100].mean() > 0
    assert shadow.min() >= 0
    assert shadow.max() < 1
    assert shadow[0, 0] < 0.01


def test_the_same_canvas_gives_the_same_bytes() -> None:
    rgb = np.full((300, 240, 3), 90, np.uint8)
    alpha = np.zeros((300, 240), np.uint8)
    alpha[80:200, 60:180] = 255
    first, second = (compose(rgb, alpha, top="#ffffff", bottom="#eeeeee") for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("text", ["red", "#fff", "#12345g", "", "#1234567"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"colour|invalid literal"):
        parse_colour(text)


def test_resizing_draws_no_background_into_the_edge() -> None:
    alpha = disc()
    rgb = np.zeros((200, 200, 3), np.uint8)
    rgb[alpha > 0] = (200, 40, 40)
    for size in ((90, 90), (350, 350)):
        small, small_alpha = resize_premultiplied(rgb, alpha, size)
        edge = (small_alpha > 40) & (small_alpha < 215)
        assert np.abs(small[edge].astype(int) - (200, 40, 40)).max() <= 12
