"""A photograph that lies at an angle is stood up."""

import numpy as np
import pytest

from apps.jobs.fidelity.picture import score_picture
from apps.jobs.fidelity.report import Capture
from apps.jobs.fidelity.subject import Picture
from apps.jobs.fidelity.upright import stand_upright
from skyy.api.errors import Code, Problem

from .conftest import SIDE, shirt, warped


def turned(degrees: float) -> np.ndarray:
    """From upright pixels to those of ``warped(shirt(), turn=degrees)``."""
    radians = np.radians(degrees)
    linear = np.array([[np.cos(radians), np.sin(radians)], [-np.sin(radians), np.cos(radians)]])
    size = int(SIDE * 1.7)
    return np.column_stack([linear, size / 2 - linear @ np.array([SIDE / 2, SIDE / 2])])


@pytest.mark.parametrize("degrees", [0, 40, -90, 170])
def test_the_product_stands_as_it_did(degrees):
    photograph = warped(shirt(), turn=degrees)
    stood = stand_upright(photograph, turned(degrees))
    report = score_picture(shirt(), stood, capture=Capture.SELF_VIEW).report
    by_name = {axis.name: axis.score for axis in report.axes}
    assert by_name["geometry"] > 99
    assert by_name["details"] > 90


def test_turning_invents_no_pixels():
    small = Picture(shirt().pixels[::2, ::2].copy(), shirt().alpha[::2, ::2].copy())
    # The outline was enlarged four times; the photograph has what it has.
    matrix = np.array([[0.25, 0, 0], [0, 0.25, 0]])
    assert abs(stand_upright(small, matrix).product_size() - small.product_size()) <= 2


@pytest.mark.parametrize(
    "matrix",
    [np.zeros((2, 3)), np.full((2, 3), np.nan), np.eye(3), np.array([[1, 2, 0], [2, 4, 0]])],
)
def test_a_turn_that_cannot_be_undone_is_refused(matrix):
    with pytest.raises(Problem) as refused:
        stand_upright(shirt(), matrix)
    assert refused.value.code == Code.REQUEST_INVALID
