"""The reference step, as the pipeline runs it."""

import json

import numpy as np
import pytest

from apps.jobs.engine.handler import StepRun
from apps.jobs.providers.local import cutout
from apps.jobs.providers.local.model_3d.outline.handler import make_reference
from apps.jobs.providers.local.model_3d.outline.storage import load
from skyy.api.errors import Code, Problem
from tests.jobs.providers.local.model_3d.outline.shapes import T_SHIRT, boxed, drawn, painted

BOX = [120, 80, 0, 0]


def step(folder, alpha, *, prefix="", touches=()):
    path = folder / "cutout.png"
    cutout.write(path, painted(alpha), alpha)
    scratch = folder / "scratch"
    scratch.mkdir()
    return StepRun(
        params={"category": "t-shirt", "size": "M"},
        inputs={f"{prefix}lighting.cutout": path},
        results={f"{prefix}lighting": {"box": BOX, "touches": list(touches)}},
        scratch=scratch,
        progress=lambda _: None,
        checkpoint=lambda: None,
    )


@pytest.mark.parametrize("prefix", ["", "back."])
def test_what_is_written_reads_back_as_the_same_outline(tmp_path, prefix):
    outcome = make_reference(step(tmp_path, boxed(drawn(T_SHIRT, turn=15)), prefix=prefix))
    result = json.loads(json.dumps(outcome.result))
    outline = load(outcome.files["outline"].path, result)
    assert [outline.alpha.shape[1], outline.alpha.shape[0]] == [result["width"], result["height"]]
    assert outline.rotation == pytest.approx(-15, abs=2)
    assert {opening.kind.value for opening in outline.openings} == {"neck", "hem", "cuff"}
    assert (outline.alpha >= 128).any()


def test_the_matrix_leads_to_the_whole_photograph(tmp_path):
    alpha = boxed(drawn(T_SHIRT))
    result = make_reference(step(tmp_path, alpha)).result
    middle = np.array([result["width"] / 2, result["height"] / 2, 1])
    height, width = alpha.shape
    expected = [BOX[0] + width / 2, BOX[1] + height / 2]
    assert np.allclose(np.array(result["to_photograph"]) @ middle, expected, atol=2)


def test_what_the_frame_cuts_off_is_said(tmp_path):
    result = make_reference(step(tmp_path, boxed(drawn(T_SHIRT)), touches=["left"])).result
    assert "touches_frame" in result["warnings"]


def test_a_product_that_runs_out_on_every_side_is_refused_and_nothing_written(tmp_path):
    alpha = np.full((300, 300), 255, np.uint8)
    alpha[0, :20] = 0
    run = step(tmp_path, alpha, touches=["top", "left", "bottom", "right"])
    with pytest.raises(Problem) as caught:
        make_reference(run)
    assert caught.value.code == Code.PHOTO_FILLS_FRAME
    assert not list(run.scratch.iterdir())


def test_a_product_that_fills_its_own_box_is_no_full_frame(tmp_path):
    outcome = make_reference(step(tmp_path, np.full((300, 240), 255, np.uint8)))
    outline = load(outcome.files["outline"].path, outcome.result)
    assert (outline.alpha >= 128).sum() == pytest.approx(300 * 240, rel=0.02)


def test_a_line_is_too_thin_and_no_full_frame(tmp_path):
    with pytest.raises(Problem) as caught:
        make_reference(step(tmp_path, np.full((800, 3), 255, np.uint8)))
    assert caught.value.code == Code.PHOTO_TOO_THIN
