"""Openings lie where garments open, and nowhere else."""

import numpy as np
import pytest

from apps.jobs.providers.local.model_3d.outline.find import find_outline
from apps.jobs.providers.local.model_3d.outline.result import OpeningKind
from tests.jobs.providers.local.model_3d.outline.shapes import (
    BUCKET_HAT,
    CROSSED_SLEEVES,
    FOLDED_SLEEVES,
    HANGING_SLEEVES,
    HOODED,
    LONG_SLEEVED,
    OVERALL,
    SKIRT,
    T_SHIRT,
    TROUSERS,
    VEST,
    drawn,
    painted,
)

SIDE = 500


def openings(corners, category, turn=0.0):
    """Openings by kind, as end points in shares of the drawing."""
    alpha = drawn(corners, SIDE, turn)
    outline = find_outline(painted(alpha), alpha, category=category)
    found = {}
    for opening in outline.openings:
        line = np.column_stack([opening.line, np.ones(len(opening.line))])
        found.setdefault(opening.kind, []).append(line @ outline.to_photograph.T / SIDE)
    return found


def ends(found, kind):
    """End points of every opening of a kind, from left to right, each from left to right."""
    pairs = [sorted([line[0].tolist(), line[-1].tolist()]) for line in found.get(kind, [])]
    return np.array(sorted(pairs))


def test_a_t_shirt_opens_at_neck_hem_and_both_cuffs():
    found = openings(T_SHIRT, "t-shirt")
    assert set(found) == {OpeningKind.NECK, OpeningKind.HEM, OpeningKind.CUFF}
    assert np.allclose(ends(found, "neck"), [[(0.42, 0.2), (0.58, 0.2)]], atol=0.02)
    assert np.allclose(ends(found, "hem"), [[(0.32, 0.8), (0.68, 0.8)]], atol=0.02)
    cuffs = [[(0.15, 0.34), (0.22, 0.48)], [(0.78, 0.48), (0.85, 0.34)]]
    assert np.allclose(ends(found, "cuff"), cuffs, atol=0.02)


def test_long_sleeves_open_at_their_far_ends():
    found = openings(LONG_SLEEVED, "longsleeve")
    cuffs = [[(0.1, 0.68), (0.18, 0.72)], [(0.82, 0.72), (0.9, 0.68)]]
    assert np.allclose(ends(found, "cuff"), cuffs, atol=0.02)
    assert np.allclose(ends(found, "hem"), [[(0.34, 0.8), (0.66, 0.8)]], atol=0.02)


def test_openings_turn_with_the_garment():
    found = openings(T_SHIRT, "t-shirt", turn=20)
    assert sorted(len(lines) for lines in found.values()) == [1, 1, 2]


def test_sleeves_folded_over_the_front_have_no_cuffs():
    found = openings(FOLDED_SLEEVES, "longsleeve")
    assert set(found) == {OpeningKind.NECK, OpeningKind.HEM}


def test_cuffs_that_hang_beside_the_hem_are_no_part_of_it():
    found = openings(HANGING_SLEEVES, "longsleeve")
    hem = ends(found, "hem")[0]
    assert np.allclose(hem[:, 0], (0.33, 0.67), atol=0.04)
    cuffs = ends(found, "cuff")
    assert len(cuffs) == 2
    assert np.allclose(cuffs[1][:, 0], (0.68, 0.8), atol=0.03)


def test_the_elbows_of_crossed_sleeves_are_no_cuffs():
    assert OpeningKind.CUFF not in openings(CROSSED_SLEEVES, "longsleeve")


def test_an_overall_has_two_legs_in_place_of_a_hem():
    found = openings(OVERALL, "outwear")
    assert OpeningKind.HEM not in found
    legs = [[(0.3, 0.9), (0.43, 0.9)], [(0.57, 0.9), (0.7, 0.9)]]
    assert np.allclose(ends(found, "leg"), legs, atol=0.02)


def test_a_hood_has_no_neck_at_the_outline():
    found = openings(HOODED, "outwear")
    assert OpeningKind.NECK not in found
    assert len(found[OpeningKind.CUFF]) == 2


def test_a_vest_has_armholes_and_no_cuffs():
    found = openings(VEST, "outwear")
    assert OpeningKind.CUFF not in found
    holes = ends(found, "armhole")
    assert len(holes) == 2
    assert np.allclose(holes[1], [(0.68, 0.24), (0.7, 0.42)], atol=0.03)


def test_trousers_open_at_the_waist_and_both_legs():
    found = openings(TROUSERS, "pants")
    assert np.allclose(ends(found, "waist"), [[(0.38, 0.1), (0.62, 0.1)]], atol=0.02)
    legs = [[(0.3, 0.9), (0.43, 0.9)], [(0.57, 0.9), (0.7, 0.9)]]
    assert np.allclose(ends(found, "leg"), legs, atol=0.02)


def test_a_skirt_opens_at_waist_and_hem():
    found = openings(SKIRT, "skirt")
    assert np.allclose(ends(found, "waist"), [[(0.38, 0.2), (0.62, 0.2)]], atol=0.02)
    assert np.allclose(ends(found, "hem"), [[(0.22, 0.75), (0.78, 0.75)]], atol=0.02)


def test_a_hat_opens_below():
    found = openings(BUCKET_HAT, "hat")
    assert np.allclose(ends(found, "head"), [[(0.18, 0.62), (0.82, 0.62)]], atol=0.02)


@pytest.mark.parametrize(
    ("corners", "category"),
    [(T_SHIRT, "t-shirt"), (LONG_SLEEVED, "shirt"), (TROUSERS, "shorts"), (VEST, "dress")],
)
def test_openings_lie_on_the_outline_and_do_not_overlap(corners, category):
    alpha = drawn(corners, SIDE)
    outline = find_outline(painted(alpha), alpha, category=category)
    solid = outline.alpha >= 128
    points = [point for opening in outline.openings for point in opening.line]
    for x, y in points:
        around = solid[int(y) - 3 : int(y) + 5, int(x) - 3 : int(x) + 5]
        assert around.any()
        assert not around.all()
    assert len(set(points)) == len(points)
