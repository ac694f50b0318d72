"""Palettes and the earth mover's distance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.fidelity.palette import Palette, earth_movers_distance, palettes


def colours(seed: int, centres: list[tuple[float, float, float]]) -> np.ndarray:
    random = np.random.default_rng(seed)
    drawn = np.concatenate([random.normal(centre, 2, (400, 3)) for centre in centres])
    return drawn.astype(np.float32)


def test_equal_colours_have_no_distance():
    same = colours(1, [(40, 30, 10), (70, -10, 20)])
    assert earth_movers_distance(*palettes(same, same)) == pytest.approx(0, abs=1e-9)


def test_half_of_the_colour_moved_is_half_the_difference():
    one = Palette(np.array([[50.0, 0, 0]]), np.array([1.0]))
    other = Palette(np.array([[50.0, 0, 0], [50.0, 20, 0]]), np.array([0.5, 0.5]))
    whole = Palette(np.array([[50.0, 20, 0]]), np.array([1.0]))
    assert earth_movers_distance(one, other) == pytest.approx(earth_movers_distance(one, whole) / 2)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(-60, 60), st.floats(-60, 60))
def test_the_distance_is_symmetric(seed, a, b):
    one, other = colours(seed, [(50, 0, 0)]), colours(seed + 1, [(45, a, b), (70, b, a)])
    there = earth_movers_distance(*palettes(one, other))
    back = earth_movers_distance(*palettes(other, one)[:2])
    assert there == pytest.approx(back, rel=0.15, abs=0.3)


def test_a_colour_farther_away_is_a_greater_distance():
    start = colours(2, [(50, 10, 10)])
    distances = [
        earth_movers_distance(*palettes(start, start + np.float32([0, step, 0])))
        for step in (2, 6, 12, 25)
    ]
    assert distances == sorted(distances)
    assert distances[0] > 0
