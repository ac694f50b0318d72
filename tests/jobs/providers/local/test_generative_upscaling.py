import cv2
import numpy as np
import pytest

from apps.jobs.providers.local import generative_upscaling
from skyy.api.errors import Code, Problem


def test_the_picture_becomes_twice_as_large_and_stays_the_same_picture() -> None:
    small = np.zeros((60, 80, 3), np.uint8)
    small[10:50, 15:65] = (180, 60, 90)
    large = generative_upscaling.enlarge_generatively(small)
    assert large.shape == (120, 160, 3)
    back = cv2.resize(large, (80, 60), interpolation=cv2.INTER_AREA)
    assert np.abs(back.astype(int) - small).mean() < 4


def test_tiles_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = cv2.GaussianBlur(
        np.random.default_rng(3).integers(0, 256, (90, 120, 3), dtype=np.uint8), (0, 0), 3
    )
    whole = generative_upscaling.enlarge_generatively(picture)
    monkeypatch.setattr(generative_upscaling, "TILE", 50)
    tiled = generative_upscaling.enlarge_generatively(picture)
    assert np.abs(whole.astype(int) - tiled).max() <= 3


def test_without_the_optional_packages_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(generative_upscaling, "is_available", lambda: False)
    with pytest.raises(Problem, match=r"requirements/inference\.txt") as refusal:
        generative_upscaling.enlarge_generatively(np.zeros((4, 4, 3), np.uint8))
    assert refusal.value.code == Code.PROVIDER_UNAVAILABLE
