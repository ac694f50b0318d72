"""Figures of the evaluation."""

import pytest

from apps.jobs.fidelity.evaluation.statistics import area_under_curve, interval


def test_area_under_curve_counts_ties_half():
    assert area_under_curve([3, 4], [1, 2]) == 1
    assert area_under_curve([1, 2], [3, 4]) == 0
    assert area_under_curve([1], [1]) == 0.5
    assert area_under_curve([1, 3], [2]) == 0.5


def test_the_interval_holds_the_figure_and_is_the_same_every_time():
    higher = [[90], [80], [60], [95]]
    lower = [[50], [85], [40], [30]]
    whole = area_under_curve([90, 80, 60, 95], [50, 85, 40, 30])
    low, high = interval(higher, lower)
    assert low <= whole <= high
    assert (low, high) == interval(higher, lower)
    assert interval([[2], [3]], [[1], [0]]) == pytest.approx((1, 1))
