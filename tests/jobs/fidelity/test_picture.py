"""A picture scored against a photograph: what must not matter, and what must show."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.fidelity.picture import score_picture
from apps.jobs.fidelity.report import AxisName, Capture, Report, Standing
from apps.jobs.fidelity.subject import Picture
from apps.jobs.providers.local import tone
from apps.jobs.providers.local.tone import Tone
from skyy.api.errors import Code, Problem

from .conftest import shirt, warped

KNOWN = Tone()


def judged(reference: Picture, result: Picture, **options) -> Report:
    return score_picture(reference, result, **options).report


def scores(report: Report) -> dict[AxisName, float]:
    return {axis.name: axis.score for axis in report.axes if axis.score is not None}


def test_the_photograph_itself_scores_near_a_hundred_on_every_axis(product):
    report = judged(product, product, recorded_tone=KNOWN)
    assert set(scores(report)) == set(AxisName)
    assert min(scores(report).values()) > 99
    assert report.score > 99


@settings(max_examples=4, deadline=None)
@given(st.floats(0.7, 1.6), st.tuples(st.integers(-30, 30), st.integers(-30, 30)))
def test_position_and_scale_do_not_matter(scale, shift):
    report = judged(shirt(), warped(shirt(), wide=scale, tall=scale, shift=shift))
    # A smaller picture has less grain: materials hear of that, and nothing else does.
    others = {name: score for name, score in scores(report).items() if name != "materials"}
    assert min(others.values()) > 96


@settings(max_examples=4, deadline=None)
@given(st.floats(0.75, 1.1), st.floats(0.93, 1.08), st.floats(0.93, 1.08))
def test_exposure_and_white_balance_do_not_matter(exposure, red, blue):
    product = shirt()
    lit = tone.apply(product.pixels, Tone((red, 1.0, blue), exposure))
    report = judged(product, Picture(lit, product.alpha))
    assert scores(report)[AxisName.COLORS] > 98
    assert report.tone["exposure"] == pytest.approx(1 / exposure, rel=0.03)


def test_a_recorded_tone_is_undone_and_then_lightness_is_judged(product):
    recorded = Tone((1.05, 1.0, 0.96), 1.2)
    packshot = Picture(tone.apply(product.pixels, recorded), product.alpha)
    known = judged(product, packshot, recorded_tone=recorded)
    colors = next(axis for axis in known.axes if axis.name == AxisName.COLORS)
    assert colors.aspects["lightness"] == Standing.MEASURED
    assert colors.score > 99
    wrong = judged(product, packshot, recorded_tone=Tone())
    assert scores(wrong)[AxisName.COLORS] < colors.score - 1
    free = next(axis for axis in judged(product, packshot).axes if axis.name == AxisName.COLORS)
    assert free.aspects["lightness"] == Standing.UNVERIFIED


def test_a_wider_product_is_off_in_its_proportions_and_hardly_elsewhere(product):
    lost = [scores(judged(product, warped(product, wide=by))) for by in (1.0, 1.06, 1.12)]
    proportions = [found[AxisName.PROPORTIONS] for found in lost]
    assert proportions == sorted(proportions, reverse=True)
    assert proportions[1] < 90
    assert min(score for name, score in lost[1].items() if name != "proportions") > 94


def test_a_shifted_hue_is_off_in_its_colours_and_hardly_elsewhere(product):
    found = []
    for shift in (0, 16, 32):
        body = (150 - shift, 60 + shift, 70)
        found.append(scores(judged(product, shirt(body=body), recorded_tone=KNOWN)))
    colors = [one[AxisName.COLORS] for one in found]
    assert colors == sorted(colors, reverse=True)
    assert colors[2] < 85
    assert min(score for name, score in found[2].items() if name != "colors") > 90


def test_a_swapped_trim_shows_though_the_palette_is_the_same():
    body, trim = (150, 60, 70), (60, 90, 160)
    half = replace(shirt(), pixels=shirt(body=body, trim=trim).pixels.copy())
    # Equal halves in two colours, changed over: the same palette, each colour elsewhere.
    above = shirt(body=body, trim=body, logo=False).pixels
    below = shirt(body=trim, trim=trim, logo=False).pixels
    one, other = above.copy(), below.copy()
    one[118:], other[118:] = below[118:], above[118:]
    report = judged(Picture(one, half.alpha), Picture(other, half.alpha), recorded_tone=KNOWN)
    colors = next(axis for axis in report.axes if axis.name == AxisName.COLORS)
    assert colors.parts["regions_mean"] > 3 * colors.parts["palette_emd"]
    assert colors.score < 60


def test_a_missing_logo_is_off_in_its_details_and_hardly_elsewhere(product):
    found = scores(judged(product, shirt(logo=False), recorded_tone=KNOWN))
    assert found[AxisName.DETAILS] < 80
    for name in (AxisName.GEOMETRY, AxisName.PROPORTIONS, AxisName.MATERIALS):
        assert found[name] > 95


def test_a_lost_weave_is_off_in_its_material(product):
    smooth = cv2.GaussianBlur(product.pixels, (0, 0), 2.5)
    found = scores(judged(product, Picture(smooth, product.alpha), recorded_tone=KNOWN))
    assert found[AxisName.MATERIALS] < 85
    assert found[AxisName.COLORS] > 97
    assert found[AxisName.MATERIALS] < found[AxisName.DETAILS]


def test_gloss_is_unseen(product):
    materials = next(
        axis for axis in judged(product, product).axes if axis.name == AxisName.MATERIALS
    )
    assert materials.aspects["gloss"] == Standing.UNSEEN


def test_a_lost_sleeve_is_off_in_its_geometry(product):
    alpha = product.alpha.copy()
    alpha[:, :60] = 0
    found = scores(judged(product, Picture(product.pixels, alpha)))
    assert found[AxisName.GEOMETRY] < 90


def test_another_capture_may_be_turned(product):
    turned = warped(product, turn=9)
    report = judged(product, turned, capture=Capture.OTHER_VIEW)
    assert scores(report)[AxisName.GEOMETRY] > 97
    assert scores(report)[AxisName.DETAILS] > 85


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**31), st.integers(8, 60), st.integers(8, 60))
def test_whatever_is_compared_scores_lie_between_0_and_100(seed, width, height):
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 256, (64, 64, 3)).astype(np.uint8)
    alpha = np.zeros((64, 64), np.uint8)
    alpha[2 : 2 + min(height, 60), 2 : 2 + min(width, 60)] = 255
    judgement = score_picture(shirt(), Picture(pixels, alpha))
    text = json.dumps(judgement.report.as_json(), allow_nan=False)
    assert "NaN" not in text
    for score in scores(judgement.report).values():
        assert 0 <= score <= 100


def test_what_is_a_few_pixels_large_has_no_colours_and_says_so():
    tiny = np.zeros((240, 240), np.uint8)
    tiny[100:112, 100:112] = 255
    report = judged(Picture(shirt().pixels, tiny), shirt())
    colors = next(axis for axis in report.axes if axis.name == AxisName.COLORS)
    assert colors.score is None
    assert colors.notes == ("too_little_in_common",)
    assert report.score is None


def test_the_same_inputs_give_the_same_bytes(product):
    other = shirt(logo=False, seed=9)
    first, second = (score_picture(product, other) for _ in range(2))
    assert json.dumps(first.report.as_json()) == json.dumps(second.report.as_json())
    for kind, pixels in first.evidence.items():
        assert np.array_equal(pixels, second.evidence[kind])


def test_evidence_is_seven_pictures_of_at_most_900_pixels(product):
    evidence = score_picture(product, shirt(logo=False)).evidence
    assert set(evidence) == {"aligned", "outline", *(name.value for name in AxisName)}
    for pixels in evidence.values():
        assert pixels.dtype == np.uint8
        assert max(pixels.shape[:2]) <= 900


def test_the_map_of_details_is_hot_where_the_logo_is_missing(product):
    judgement = score_picture(product, shirt(logo=False), recorded_tone=KNOWN)
    shown = judgement.evidence["details"].astype(int)
    colourful = shown.max(axis=2) - shown.min(axis=2) > 60
    # Below the legend the product fills the sheet, and the logo stands in its middle.
    rows, columns = np.nonzero(colourful[70:])
    assert len(rows) > 100
    middle = shown.shape[1] / 2
    assert abs(np.median(columns) - middle) < 0.12 * shown.shape[1]


@pytest.mark.parametrize(
    ("pixels", "alpha", "code"),
    [
        (np.zeros((50, 50, 3), np.uint8), np.zeros((50, 50), np.uint8), Code.PHOTO_NO_PRODUCT),
        (np.zeros((50, 50, 3), np.uint8), np.full((40, 50), 255, np.uint8), Code.REQUEST_INVALID),
        (np.zeros((50, 50), np.uint8), np.full((50, 50), 255, np.uint8), Code.REQUEST_INVALID),
        (np.zeros((50, 50, 3)), np.full((50, 50), 255, np.uint8), Code.REQUEST_INVALID),
        (np.zeros((0, 0, 3), np.uint8), np.zeros((0, 0), np.uint8), Code.PHOTO_NO_PRODUCT),
    ],
)
def test_masks_that_are_empty_or_do_not_fit_are_refused(pixels, alpha, code, product):
    for pair in ((product, Picture(pixels, alpha)), (Picture(pixels, alpha), product)):
        with pytest.raises(Problem) as refused:
            score_picture(*pair)
        assert refused.value.code == code


def test_an_outline_of_one_pixel_is_too_thin(product):
    alpha = np.zeros((240, 240), np.uint8)
    alpha[20:220, 120] = 255
    with pytest.raises(Problem) as refused:
        score_picture(product, Picture(product.pixels, alpha))
    assert refused.value.code == Code.PHOTO_TOO_THIN
