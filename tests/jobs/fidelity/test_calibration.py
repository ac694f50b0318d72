"""Calibrations: data that turns distances into percentiles."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.fidelity.calibration import Calibration, load
from apps.jobs.fidelity.picture import score_picture
from apps.jobs.fidelity.report import AxisName

from .conftest import shirt

MADE_UP = Calibration(
    name="made-up-for-a-test",
    capture="same_capture",
    scale="provisional-1",
    fitted_on="2026-01-01",
    products=10,
    pairs=100,
    shares=(0.0, 0.5, 0.95, 1.0),
    distances=(0.0, 0.1, 0.2, 0.3),
    different=1.2,
    axis_limits=dict.fromkeys(AxisName, 0.3),
)
FINE = dict.fromkeys(AxisName, 0.1)


def test_ninety_eight_is_what_95_percent_of_harmless_pairs_stay_under():
    assert MADE_UP.score(0.2) == pytest.approx(98)
    assert MADE_UP.score(0.0) == pytest.approx(100)
    assert MADE_UP.score(1.2) == pytest.approx(49)


@given(st.floats(0, 5), st.floats(0, 5))
def test_a_greater_distance_never_scores_more(one, other):
    low, high = sorted((one, other))
    assert 0 <= MADE_UP.score(high) <= MADE_UP.score(low) <= 100


def test_a_ruined_axis_caps_the_total_and_a_noisy_one_does_not():
    scores = dict.fromkeys(AxisName, 90.0) | {AxisName.DETAILS: 20.0}
    noisy = FINE | {AxisName.DETAILS: 0.29}
    ruined = FINE | {AxisName.DETAILS: 0.31}
    assert MADE_UP.total(0.1, noisy, scores) > 98
    assert MADE_UP.total(0.1, ruined, scores) == 20.0


def test_what_was_saved_is_read_back(tmp_path):
    MADE_UP.save(tmp_path / "calibration.json")
    assert load(tmp_path / "calibration.json") == MADE_UP


def test_an_installed_calibration_stands_in_the_report():
    report = score_picture(shirt(), shirt(), calibration=MADE_UP).report
    assert report.calibration == "made-up-for-a-test"
    assert report.score > 98
    assert "uncalibrated" not in report.hindrances
    assert "uncalibrated" in score_picture(shirt(), shirt()).report.hindrances


@pytest.mark.parametrize(
    "change",
    [
        {"distances": [0.3, 0.2, 0.1, 0.0]},
        {"shares": [0.0, 0.5, 0.95]},
        {"axis_limits": {"geometry": 0.1}},
        {"axis_limits": {"smell": 0.1}},
        {"format": 99},
        {"pairs": 0},
        {"different": float("nan")},
        {"surprise": 1},
    ],
)
def test_a_file_that_is_no_calibration_is_refused(tmp_path, change):
    MADE_UP.save(tmp_path / "calibration.json")
    content = json.loads((tmp_path / "calibration.json").read_text()) | change
    (tmp_path / "calibration.json").write_text(json.dumps(content))
    with pytest.raises(ValueError, match=r"calibration\.json|smell|format"):
        load(tmp_path / "calibration.json")


def test_a_calibration_for_another_scale_of_distances_is_refused():
    with pytest.raises(ValueError, match="scale"):
        score_picture(shirt(), shirt(), calibration=replace(MADE_UP, scale="another"))
