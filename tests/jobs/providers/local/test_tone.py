import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.providers.local import tone

gains = st.floats(0.9, 1.12)


def scene(tint: tuple[float, float, float], light: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """A red square on a grey wall under tinted light."""
    linear = np.full((80, 80, 3), light) * np.asarray(tint)
    linear[20:60, 20:60] = np.array([0.3, 0.05, 0.05]) * np.asarray(tint)
    alpha = np.zeros((80, 80), np.uint8)
    alpha[20:60, 20:60] = 255
    return tone.encode(linear), alpha


@given(gains, gains, st.floats(1.0, 1.1), st.integers(0, 2**32 - 1))
def test_undoing_gives_back_what_was_not_clipped(
    red: float, blue: float, exposure: float, seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(20, 200, (16, 16, 3), dtype=np.uint8)
    fitted = tone.Tone((red, 1.0, blue), exposure)
    restored = tone.undo(tone.apply(pixels, fitted), fitted)
    assert np.abs(restored.astype(int) - pixels).max() <= 2


def test_the_record_is_the_whole_transform() -> None:
    fitted = tone.Tone((1.05, 1.0, 0.97), 1.2, "neutral_background", 0.6)
    assert tone.Tone.from_record(fitted.as_record()) == fitted


def test_a_tinted_grey_wall_becomes_greyer_but_is_not_believed_wholly() -> None:
    pixels, alpha = scene((1.06, 1.0, 0.94))
    fitted = tone.estimate(pixels, alpha)
    assert fitted.reference == "neutral_background"
    before = pixels[0, 0].astype(int)
    after = tone.apply(pixels, fitted)[0, 0].astype(int)
    assert np.ptp(after) < np.ptp(before)


def test_without_a_neutral_surface_the_colours_are_left_alone() -> None:
    pixels, alpha = scene((1.0, 0.3, 0.25))
    fitted = tone.estimate(pixels, alpha)
    assert fitted.white_balance == (1.0, 1.0, 1.0)
    assert fitted.reference == "none"


def test_a_dark_photograph_is_lightened_within_the_limit_and_never_darkened() -> None:
    dark, alpha = scene((1, 1, 1), light=0.1)
    bright, _ = scene((1, 1, 1), light=0.95)
    assert tone.estimate(dark, alpha).exposure == tone.EXPOSURE_LIMIT
    assert tone.estimate(bright, alpha).exposure == 1.0


def test_lightening_never_clips_the_product() -> None:
    pixels, alpha = scene((1, 1, 1), light=0.2)
    pixels[20:60, 20:60] = 245
    fitted = tone.estimate(pixels, alpha)
    assert tone.apply(pixels, fitted)[20:60, 20:60].max() < 255


def test_ratios_between_channels_of_the_product_are_kept_by_exposure() -> None:
    pixels, _alpha = scene((1, 1, 1), light=0.2)
    fitted = tone.Tone(exposure=1.3)
    before = tone.decode(pixels[40, 40])
    after = tone.decode(tone.apply(pixels, fitted)[40, 40])
    assert np.allclose(after / before, 1.3, rtol=0.03)
