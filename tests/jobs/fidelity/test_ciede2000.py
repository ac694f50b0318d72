"""CIEDE2000 against the published pairs."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.jobs.fidelity.ciede2000 import difference

# Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", Color Research 30 (2005), table 1.
PAIRS = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, 2.8361, -74.0200), (50, 0, -82.7485), 3.4412),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]
COLOURS = st.tuples(st.floats(0, 100), st.floats(-90, 90), st.floats(-90, 90))


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_agrees_with_the_published_pairs(one, other, expected):
    assert float(difference(np.array(one), np.array(other), lightness=1)) == pytest.approx(
        expected, abs=1e-4
    )


@given(COLOURS, COLOURS)
def test_is_symmetric_finite_and_never_negative(one, other):
    # Between opposite hues the formula itself jumps: it has no mean hue there.
    turn = np.arctan2(one[2], one[1]) - np.arctan2(other[2], other[1])
    assume(np.cos(turn) > -0.9999)
    there = float(difference(np.array(one), np.array(other)))
    back = float(difference(np.array(other), np.array(one)))
    assert there >= 0
    assert there == pytest.approx(back, abs=1e-6)
    assert float(difference(np.array(one), np.array(one))) == 0
