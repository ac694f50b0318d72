from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.providers.local.canvas import RATIO, place

sides = st.frozensets(st.sampled_from(["top", "bottom", "left", "right"]))
lengths = st.integers(1, 12_000)


@given(lengths, lengths, sides, st.integers(800, 5000))
def test_the_product_lies_whole_on_the_canvas(
    width: int, height: int, touches: frozenset[str], largest: int
) -> None:
    spot = place(width, height, touches, largest=largest)
    assert 0 <= spot.left <= spot.left + spot.width <= spot.canvas_width
    assert 0 <= spot.top <= spot.top + spot.height <= spot.canvas_height
    assert spot.canvas_height <= largest
    assert spot.width >= 1
    assert spot.height >= 1


@given(st.integers(200, 3000), st.integers(200, 3000), sides)
def test_the_canvas_has_the_house_ratio_and_keeps_the_products_shape(
    width: int, height: int, touches: frozenset[str]
) -> None:
    spot = place(width, height, touches, largest=5000)
    assert abs(spot.canvas_width / spot.canvas_height - RATIO) < 0.005
    assert abs(spot.width / spot.height - width / height) < 0.02 * width / height


def test_a_product_that_fits_keeps_its_pixels() -> None:
    spot = place(1000, 1200, frozenset(), largest=5000)
    assert (spot.width, spot.height) == (1000, 1200)


def test_a_side_the_photograph_cuts_off_is_put_flush() -> None:
    assert place(400, 500, frozenset({"bottom"}), largest=5000).top + 500 == (
        place(400, 500, frozenset({"bottom"}), largest=5000).canvas_height
    )
    assert place(400, 500, frozenset({"left"}), largest=5000).left == 0
