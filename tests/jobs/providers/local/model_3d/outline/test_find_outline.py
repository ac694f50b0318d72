"""find_outline(): an upright, clean silhouette that knows its scale and its way back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.providers.local.model_3d.outline.find import find_outline
from apps.jobs.providers.local.model_3d.outline.result import Construction
from tests.jobs.providers.local.model_3d.outline.shapes import (
    BUCKET_HAT,
    LONG_SLEEVED,
    SKIRT,
    T_SHIRT,
    TROUSERS,
    boxed,
    drawn,
    painted,
)


def outline_of(corners, category, turn=0.0, side=500, size=""):
    alpha = boxed(drawn(corners, side, turn))
    return find_outline(painted(alpha), alpha, category=category, size=size)


def overlap(one, other):
    height, width = np.minimum(one.shape, other.shape)
    a, b = one[:height, :width] >= 128, other[:height, :width] >= 128
    return (a & b).sum() / (a | b).sum()


@settings(max_examples=15, deadline=None)
@given(turn=st.floats(-40, 40), category=st.sampled_from(["t-shirt", "pants", "skirt"]))
def test_a_garment_that_lies_at_an_angle_stands_upright(turn, category):
    corners = {"t-shirt": T_SHIRT, "pants": TROUSERS, "skirt": SKIRT}[category]
    found = outline_of(corners, category, turn)
    assert abs(found.rotation + turn) < 2.1
    assert overlap(found.alpha, outline_of(corners, category).alpha) > 0.88


@pytest.mark.parametrize("turn", [-1.0, 0.0, 1.0])
def test_what_is_upright_within_noise_is_not_turned(turn):
    found = outline_of(T_SHIRT, "t-shirt", turn)
    assert found.rotation == 0.0


@pytest.mark.parametrize(
    ("corners", "category"),
    [(T_SHIRT, "t-shirt"), (LONG_SLEEVED, "longsleeve"), (TROUSERS, "pants")],
)
@pytest.mark.parametrize("turn", [90, 180, -90])
def test_a_garment_on_its_side_or_head_is_put_on_its_feet(corners, category, turn):
    found = outline_of(corners, category, turn)
    assert abs(abs(found.rotation) - abs(turn)) < 2.1
    assert overlap(found.alpha, outline_of(corners, category).alpha) > 0.95


@pytest.mark.parametrize("turn", [0.0, 25.0, 90.0])
def test_the_matrix_leads_back_to_the_photograph(turn):
    alpha = drawn(T_SHIRT, 500, turn)
    pixels = painted(alpha)
    # A dot on the cloth, off the axis.
    rows, columns = np.nonzero(alpha == 255)
    x, y = round(columns.mean() + 30), round(rows.mean() + 20)
    pixels[y - 4 : y + 5, x - 4 : x + 5] = (230, 30, 30)
    found = find_outline(pixels, alpha, category="t-shirt")
    red = (found.pixels[..., 0] > 180) & (found.pixels[..., 2] < 90) & (found.alpha == 255)
    seen = np.array([np.nonzero(red)[1].mean(), np.nonzero(red)[0].mean(), 1.0])
    assert np.allclose(found.to_photograph @ seen, [x, y], atol=1.0)


def test_a_large_cut_out_is_reduced_and_leads_back_to_its_own_pixels():
    alpha = drawn(T_SHIRT, 2600)
    found = find_outline(painted(alpha), alpha, category="t-shirt")
    assert max(found.alpha.shape) <= 1400
    rows, columns = np.nonzero(found.alpha >= 128)
    corner = found.to_photograph @ [columns.min(), rows[np.argmin(columns)], 1]
    assert np.allclose(corner, [0.15 * 2600, 0.34 * 2600], atol=8)


def test_the_margin_is_four_per_cent_of_the_longer_side():
    found = outline_of(T_SHIRT, "t-shirt")
    rows, columns = np.nonzero(found.alpha >= 128)
    margin = round(0.04 * (max(np.ptp(rows), np.ptp(columns)) + 1))
    height, width = found.alpha.shape
    sides = (rows.min(), columns.min(), height - 1 - rows.max(), width - 1 - columns.max())
    assert all(abs(side - margin) <= 1 for side in sides)


def test_no_ground_shows_at_or_outside_the_edge():
    found = outline_of(T_SHIRT, "t-shirt", turn=20)
    assert np.abs(found.pixels.astype(int) - (60, 80, 140)).max() <= 6


def test_the_same_cut_out_gives_the_same_outline():
    one, other = outline_of(T_SHIRT, "t-shirt", 12), outline_of(T_SHIRT, "t-shirt", 12)
    assert one.pixels.tobytes() == other.pixels.tobytes()
    assert one.alpha.tobytes() == other.alpha.tobytes()
    assert one.openings == other.openings


def test_a_larger_size_is_larger_in_metres():
    small = outline_of(T_SHIRT, "t-shirt", size="S")
    large = outline_of(T_SHIRT, "t-shirt", size="XL")
    assert large.metres_per_pixel > 1.04 * small.metres_per_pixel


def test_the_scale_does_not_depend_on_the_pixels():
    few, many = outline_of(SKIRT, "skirt", side=400), outline_of(SKIRT, "skirt", side=800)
    assert many.metres_per_pixel * 2 == pytest.approx(few.metres_per_pixel, rel=0.02)


def test_a_garment_that_lies_narrow_is_not_taken_for_a_giants():
    narrow = tuple((0.5 + (x - 0.5) / 4, y) for x, y in SKIRT)
    found = outline_of(narrow, "skirt")
    assert found.alpha.shape[0] * found.metres_per_pixel < 0.62 * 1.35


@pytest.mark.parametrize(
    ("corners", "category", "built", "wanted"),
    [
        (T_SHIRT, "t-shirt", Construction.GARMENT, "back"),
        (BUCKET_HAT, "hat", Construction.HAT, "side"),
        (SKIRT, "bag", Construction.RELIEF, "side"),
        (SKIRT, "unheard of", Construction.RELIEF, "side"),
    ],
)
def test_the_construction_follows_what_it_is(corners, category, built, wanted):
    found = outline_of(corners, category)
    assert found.construction == built
    assert found.missing_views[0] == wanted
    assert ("relief" in found.warnings) == (built is Construction.RELIEF)


def test_a_garment_folded_askew_becomes_a_relief_that_says_so():
    folded = ((0.1, 0.1), (0.5, 0.2), (0.9, 0.9), (0.75, 0.95), (0.3, 0.4), (0.15, 0.9))
    found = outline_of(folded, "t-shirt")
    assert found.construction is Construction.RELIEF
    assert "folded" in found.warnings
    assert found.openings == ()


def test_a_pair_of_shoes_is_a_relief_of_two_pieces():
    alpha = np.zeros((400, 400), np.uint8)
    alpha[60:340, 60:180] = alpha[60:340, 220:340] = 255
    found = find_outline(painted(alpha), alpha, category="shoes", size="39")
    assert found.construction is Construction.RELIEF
    assert "several_pieces" in found.warnings
    assert found.missing_views[0] == "side"
    assert found.metres_per_pixel * 281 == pytest.approx(0.27, abs=0.005)
