"""clean(): a silhouette that a closed surface can be given to."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.providers.local.model_3d.outline.cleaning import clean, pieces
from apps.jobs.providers.local.model_3d.outline.hangers import without_hangers
from tests.jobs.providers.local.model_3d.outline.shapes import T_SHIRT, TROUSERS, drawn, painted


def shirt():
    return drawn(T_SHIRT) >= 128


def pinches(mask):
    a, b, c, d = mask[:-1, :-1], mask[:-1, 1:], mask[1:, :-1], mask[1:, 1:]
    return int(((a & d & ~b & ~c) | (b & c & ~a & ~d)).sum())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), cells=st.sampled_from([40, 120, 240]))
def test_any_mask_becomes_one_piece_without_pinches(seed, cells):
    noise = np.random.default_rng(seed).random((cells, cells)) > 0.3
    mask = cv2.resize(noise.astype(np.uint8), (240, 240), interpolation=cv2.INTER_NEAREST) > 0
    found = clean(mask, several=False)
    assert len(pieces(found)[1]) == 2
    assert pinches(found) == 0


def test_specks_hairs_and_small_holes_go():
    mask = shirt()
    dirty = mask.copy()
    dirty[5:9, 5:9] = True
    dirty[300, 340:420] = True
    dirty[250:253, 250:253] = False
    found = clean(dirty, several=False)
    assert (found != mask).sum() < 0.002 * mask.sum()
    assert not found[300, 400]
    assert found[251, 251]


def test_the_gap_between_arm_and_body_stays():
    mask = shirt()
    mask[300:380, 180:200] = False
    assert not clean(mask, several=False)[310:370, 183:197].any()


def test_a_thin_strap_that_holds_at_both_ends_stays():
    mask = np.zeros((400, 400), bool)
    mask[150:380, 100:300] = True
    strap = np.zeros((400, 400), np.uint8)
    cv2.ellipse(strap, (200, 150), (70, 90), 0, 180, 360, 1, 2)
    found = clean(mask | (strap > 0), several=False)
    assert found[58:64, 200].any()
    assert not found[100:145, 200].any()


def hung(corners, hook):
    alpha = drawn(corners)
    pixels = painted(alpha)
    for rectangle in hook:
        rows, columns = slice(*rectangle[:2]), slice(*rectangle[2:])
        pixels[rows, columns] = (40, 40, 40)
        alpha[rows, columns] = 255
    return alpha >= 128, pixels


@pytest.mark.parametrize("corners", [T_SHIRT, TROUSERS])
def test_a_hook_of_another_colour_is_taken_off_the_top(corners):
    whole = drawn(corners) >= 128
    top = int(np.flatnonzero(whole[:, 250])[0])
    mask, pixels = hung(corners, [(top - 40, top + 2, 246, 254)])
    found, removed = without_hangers(mask, pixels, straps=True)
    assert removed
    assert (found ^ whole).sum() < 0.001 * whole.sum()


def test_the_bar_of_a_hanger_over_a_gap_is_taken_off_trousers_but_not_off_what_may_have_straps():
    whole = drawn(TROUSERS) >= 128
    bar = [(26, 34, 190, 310), (26, 52, 190, 200), (26, 52, 300, 310)]
    mask, pixels = hung(TROUSERS, bar)
    found, removed = without_hangers(mask, pixels, straps=False)
    assert removed
    assert not found[26:34, 205:295].any()
    assert (whole & ~found).sum() < 0.002 * whole.sum()
    assert without_hangers(mask, pixels, straps=True)[0][30, 250]


def test_nothing_is_taken_off_a_garment_without_a_hanger():
    mask = shirt()
    found, removed = without_hangers(mask, painted(drawn(T_SHIRT)), straps=True)
    assert not removed
    assert (found == mask).all()


def test_a_collar_of_the_same_cloth_is_kept():
    alpha = drawn(T_SHIRT)
    alpha[85:112, 235:265] = 255
    found, removed = without_hangers(alpha >= 128, painted(alpha), straps=True)
    assert not removed
    assert found[90, 250]
