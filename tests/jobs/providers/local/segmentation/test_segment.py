"""segment(): from a photograph to a soft cut-out."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.providers.local.segmentation import NoProductFound, segment
from tests.jobs.providers.local.segmentation.scenes import (
    SHIRT,
    cloth,
    composed,
    planks,
    shirt_on_planks,
    soft_polygon,
)


def overlap(alpha, coverage):
    found, true = np.asarray(alpha) > 127, np.asarray(coverage) > 0.5
    return (found & true).sum() / (found | true).sum()


@pytest.fixture(scope="module")
def shirt():
    picture, coverage = shirt_on_planks()
    return picture, coverage, segment(picture)


def test_alpha_has_the_photographs_size_and_finds_the_product(shirt):
    picture, coverage, result = shirt
    assert result.alpha.shape == picture.shape[:2]
    assert result.alpha.dtype == np.uint8
    assert overlap(result.alpha, coverage) > 0.97
    assert 0.5 < result.confidence <= 1
    assert result.warnings == ()


def test_the_edge_is_soft_and_the_inside_opaque(shirt):
    _, coverage, result = shirt
    inside = cv2.erode((coverage > 0.99).astype(np.uint8), np.ones((9, 9))) > 0
    outside = cv2.erode((coverage < 0.01).astype(np.uint8), np.ones((9, 9))) > 0
    assert (result.alpha[inside] == 255).mean() > 0.99
    assert (result.alpha[outside] == 0).mean() > 0.99
    edge = (coverage > 0.1) & (coverage < 0.9)
    error = np.abs(result.alpha[edge] / 255 - coverage[edge]).mean()
    assert error < 0.1


def test_the_same_photograph_gives_the_same_bytes_whatever_the_threads(shirt):
    picture, _, result = shirt
    threads = cv2.getNumThreads()
    try:
        cv2.setNumThreads(2)
        cv2.setRNGSeed(987)
        again = segment(picture)
    finally:
        cv2.setNumThreads(threads)
    assert np.array_equal(result.alpha, again.alpha)
    assert result.confidence == again.confidence


def test_a_mirrored_photograph_gives_nearly_the_mirrored_mask(shirt):
    picture, _, result = shirt
    mirrored = segment(np.ascontiguousarray(picture[:, ::-1]))
    assert overlap(mirrored.alpha[:, ::-1], result.alpha / 255) > 0.97


@pytest.mark.parametrize("gain", [0.6, 1.25])
def test_a_darker_or_brighter_photograph_gives_nearly_the_same_mask(shirt, gain):
    picture, _, result = shirt
    changed = np.clip(picture * gain, 0, 255).astype(np.uint8)
    assert overlap(segment(changed).alpha, result.alpha / 255) > 0.96


@settings(max_examples=4, deadline=None, derandomize=True)
@given(
    width=st.integers(100, 260),
    height=st.integers(100, 260),
    colour=st.sampled_from([(30, 40, 110), (200, 40, 50), (20, 90, 60), (235, 235, 240)]),
)
def test_products_of_any_colour_are_found_at_any_size(width, height, colour):
    picture, coverage = shirt_on_planks(width, height, colour)
    assert overlap(segment(picture).alpha, coverage) > 0.93


def test_a_patterned_product_is_found():
    coverage = soft_polygon(SHIRT, 300, 400)
    product = cloth(300, 400, (50, 60, 120), stripes=110)
    picture = composed(product, planks(300, 400), coverage)
    assert overlap(segment(picture).alpha, coverage) > 0.95


def test_a_product_that_leaves_the_frame_is_kept_up_to_it_and_reported():
    wide = tuple(((x - 0.5) * 1.5 + 0.5, y) for x, y in SHIRT)
    coverage = soft_polygon(wide, 300, 400)
    picture = composed(cloth(300, 400, (40, 60, 130)), planks(300, 400), coverage)
    result = segment(picture)
    assert overlap(result.alpha, coverage) > 0.93
    assert "touches_frame" in result.warnings


def test_a_pair_of_shoes_stays_a_pair():
    left = soft_polygon(((0.15, 0.3), (0.4, 0.25), (0.42, 0.75), (0.2, 0.78)), 300, 300)
    coverage = np.maximum(left, left[:, ::-1])
    picture = composed(cloth(300, 300, (50, 45, 48)), planks(300, 300), coverage)
    result = segment(picture)
    assert overlap(result.alpha, coverage) > 0.95
    assert "several_objects" in result.warnings


def test_a_small_print_in_the_grounds_colour_is_filled_and_a_handle_is_seen_through():
    coverage = soft_polygon(((0.2, 0.4), (0.8, 0.4), (0.85, 0.9), (0.15, 0.9)), 300, 300)
    ring = np.zeros((300, 300), np.float32)
    cv2.ellipse(ring, (150, 125), (65, 80), 0, 180, 360, 1.0, 14)
    bag = np.maximum(coverage, ring)
    product = cloth(300, 300, (120, 30, 40))
    floor = planks(300, 300)
    product[200:208, 140:148] = floor[200:208, 140:148]
    alpha = segment(composed(product, floor, bag)).alpha
    assert alpha[204, 144] == 255
    assert alpha[90, 150] == 0
    assert alpha[45, 150] > 200


@pytest.mark.parametrize("name", ["flat", "noise", "wall", "planks"])
def test_a_photograph_without_a_product_is_refused_by_code(name):
    random = np.random.default_rng(0)
    y, x = np.mgrid[:300, :220] / 300
    wall = (
        190 - 60 * ((x - 0.4) ** 2 + (y - 0.5) ** 2)[..., None] + random.normal(0, 2, (300, 220, 3))
    )
    pictures = {
        "flat": np.full((300, 220, 3), 128),
        "noise": random.uniform(0, 255, (300, 220, 3)),
        "wall": wall,
        "planks": planks(220, 300),
    }
    with pytest.raises(NoProductFound) as refusal:
        segment(np.clip(pictures[name], 0, 255).astype(np.uint8))
    assert refusal.value.code == "photo.no_product"


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((200, 200), np.uint8),
        np.zeros((200, 200, 4), np.uint8),
        np.zeros((200, 200, 3), np.float32),
        np.zeros((8, 200, 3), np.uint8),
    ],
)
def test_anything_but_an_rgb_picture_is_refused(array):
    with pytest.raises(ValueError, match="uint8"):
        segment(array)


def test_progress_only_grows_and_ends_at_one():
    heard: list[float] = []
    segment(shirt_on_planks(150, 200)[0], on_progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1
    assert len(heard) > 4


def test_a_large_photograph_keeps_its_fine_edge():
    picture, coverage = shirt_on_planks(1500, 2000)
    result = segment(picture)
    assert result.alpha.shape == (2000, 1500)
    assert overlap(result.alpha, coverage) > 0.99


def test_a_band_as_dark_as_the_skirting_board_does_not_cut_the_product_in_two():
    hat = soft_polygon(((0.15, 0.75), (0.3, 0.3), (0.7, 0.3), (0.85, 0.75)), 300, 300)
    floor = planks(300, 300)
    floor[:60] = 14 + np.random.default_rng(2).normal(0, 3, (60, 300, 1))
    product = cloth(300, 300, (200, 160, 110))
    product[155:185, 85:215] = (34, 30, 28)
    alpha = segment(composed(product, floor, hat)).alpha
    assert (alpha[155:185, 85:215] > 200).all()
