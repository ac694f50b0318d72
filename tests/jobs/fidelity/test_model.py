"""A model scored against its photograph: which view, which axis, and what is never claimed."""

import json
from dataclasses import replace

import numpy as np
import pytest

from apps.assets.gltf.model import Model
from apps.jobs.fidelity.evaluation import harm
from apps.jobs.fidelity.model import Views, score_model
from apps.jobs.fidelity.report import AxisName, Capture, Report
from apps.jobs.fidelity.subject import Picture
from apps.jobs.providers.local import tone
from apps.jobs.providers.local.tone import Tone
from apps.jobs.rendering.camera import Camera
from apps.jobs.rendering.frame import render
from apps.jobs.rendering.scene import Scene
from skyy.api.errors import Code, Problem

from .conftest import shirt
from .models import blown_up

FRONT_ONLY = Views(required=("front", "back"), shown=("front",), seen_share=0.46)


def judged(photograph: Picture, model: Model, **options) -> Report:
    return score_model(photograph, model, views=FRONT_ONLY, recorded_tone=Tone(), **options).report


def scores(report: Report) -> dict[AxisName, float]:
    return {axis.name: axis.score for axis in report.axes}


@pytest.fixture(scope="module")
def model() -> Model:
    return blown_up(shirt())


@pytest.fixture(scope="module")
def own(model) -> Report:
    return judged(shirt(), model)


def test_its_own_model_scores_high_from_the_front(own):
    assert own.score > 96
    assert min(scores(own).values()) > 90
    assert own.camera is not None
    assert abs(own.camera["azimuth"]) <= 3
    assert abs(own.camera["elevation"]) <= 3


def test_a_self_view_says_what_no_photograph_shows(own):
    assert own.capture == Capture.SELF_VIEW
    assert own.seen_share == 0.46
    assert own.unseen_views == ("back",)
    assert own.calibration is None


def test_nothing_is_approved_automatically_while_a_required_view_is_unseen(own):
    assert own.automatic_approval is False
    assert "unseen_view:back" in own.hindrances
    assert "uncalibrated" in own.hindrances


def test_a_relief_or_a_refused_mesh_is_never_approved_automatically(model):
    both = replace(FRONT_ONLY, shown=("front", "back"))
    report = score_model(
        shirt(), model, views=both, construction="relief", gate_passed=False
    ).report
    assert report.unseen_views == ()
    assert report.automatic_approval is False
    assert {"relief", "gate"} <= set(report.hindrances)


@pytest.mark.parametrize("factor", [1.1, 1 / 1.1])
def test_a_stretch_lowers_proportions_and_hardly_anything_else(own, model, factor):
    found = scores(judged(shirt(), harm.stretched(model, factor)))
    assert found[AxisName.PROPORTIONS] < scores(own)[AxisName.PROPORTIONS] - 15
    for name in set(AxisName) - {AxisName.PROPORTIONS}:
        assert found[name] > scores(own)[name] - 4


def test_a_shifted_hue_lowers_colours_and_hardly_anything_else(own, model):
    found = scores(judged(shirt(), harm.repainted(model, harm.hue_shifted)))
    assert found[AxisName.COLORS] < scores(own)[AxisName.COLORS] - 10
    for name in (AxisName.GEOMETRY, AxisName.PROPORTIONS, AxisName.MATERIALS):
        assert found[name] > scores(own)[name] - 4


def test_a_logo_the_model_lacks_lowers_details(own, model):
    found = scores(judged(harm.with_logo(shirt()), model))
    assert found[AxisName.DETAILS] < scores(own)[AxisName.DETAILS] - 10


def test_another_cloth_lowers_materials(own, model):
    for paint in (harm.blurred, harm.knitted):
        found = scores(judged(shirt(), harm.repainted(model, paint)))
        assert found[AxisName.MATERIALS] < scores(own)[AxisName.MATERIALS] - 4
        assert found[AxisName.GEOMETRY] > scores(own)[AxisName.GEOMETRY] - 2


@pytest.mark.parametrize(("azimuth", "elevation"), [(35, 0), (-50, 20), (0, 35)])
def test_the_view_of_the_photograph_is_found(model, azimuth, elevation):
    frame = render(Scene(model), Camera(azimuth, elevation), (260, 260), lit=False)
    photograph = Picture(frame.pixels, np.rint(frame.alpha * 255).astype(np.uint8))
    report = judged(photograph, model, capture=Capture.OTHER_VIEW)
    assert report.camera is not None
    assert report.camera["azimuth"] == pytest.approx(azimuth, abs=8)
    assert report.camera["elevation"] == pytest.approx(elevation, abs=8)
    assert scores(report)[AxisName.GEOMETRY] > 97


def test_the_recorded_tone_is_undone(model):
    dark = Tone((1.06, 1.0, 0.95), 1.2)
    photograph = Picture(tone.undo(shirt().pixels, dark), shirt().alpha)
    report = score_model(photograph, model, views=FRONT_ONLY, recorded_tone=dark).report
    assert scores(report)[AxisName.COLORS] > 97


def test_the_same_inputs_give_the_same_bytes(model):
    first, second = (score_model(shirt(), model, views=FRONT_ONLY) for _ in range(2))
    assert json.dumps(first.report.as_json()) == json.dumps(second.report.as_json())
    for kind, pixels in first.evidence.items():
        assert np.array_equal(pixels, second.evidence[kind])


def test_a_model_without_triangles_is_refused():
    with pytest.raises(Problem) as refused:
        judged(shirt(), Model(()))
    assert refused.value.code == Code.MODEL_EMPTY


def test_an_empty_mask_is_refused_before_the_model_is_looked_at(model):
    with pytest.raises(Problem) as refused:
        judged(Picture(shirt().pixels, np.zeros_like(shirt().alpha)), model)
    assert refused.value.code == Code.PHOTO_NO_PRODUCT
