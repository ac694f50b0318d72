"""How good the cut-outs of real photographs are, where the folder of photographs is there."""

import os
from pathlib import Path

import numpy as np
import pytest

from apps.jobs.providers.local.segmentation.evaluate import measure

ROOT = Path(__file__).resolve().parents[5]
PHOTOGRAPHS = Path(os.environ.get("SKYY_PHOTOS") or ROOT.parent / "shared" / "photos")
EVERY = 4


@pytest.mark.photos
def test_real_photographs_are_cut_out_with_a_mean_overlap_of_96_percent():
    masks = sorted((PHOTOGRAPHS / "masks").glob("*.png"))[::EVERY]
    if not masks:
        pytest.skip("no photographs with reference masks at SKYY_PHOTOS or ../shared/photos")
    scores = [measure(PHOTOGRAPHS / f"{mask.stem}.jpg").overlap for mask in masks]
    assert np.mean(scores) >= 0.96
    assert np.mean(np.array(scores) >= 0.9) >= 0.9
