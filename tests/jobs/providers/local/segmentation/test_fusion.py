"""mend(): pieces of a product that the chosen hypothesis lost."""

import numpy as np
import pytest

from apps.jobs.providers.local.segmentation.choice import Judge
from apps.jobs.providers.local.segmentation.features import pixel_features
from apps.jobs.providers.local.segmentation.fusion import mend
from tests.jobs.providers.local.segmentation.scenes import cloth, composed, planks, soft_polygon

SIZE = 220
TORSO = ((0.1, 0.15), (0.35, 0.15), (0.35, 0.85), (0.1, 0.85))
SLEEVE = ((0.34, 0.15), (0.58, 0.15), (0.58, 0.25), (0.34, 0.25))


@pytest.mark.parametrize(("supporters", "kept"), [(3, True), (1, False)])
def test_a_sleeve_in_the_products_colours_comes_back_with_some_support(supporters, kept):
    torso, sleeve = soft_polygon(TORSO, SIZE, SIZE), soft_polygon(SLEEVE, SIZE, SIZE)
    whole = np.maximum(torso, sleeve)
    picture = composed(cloth(SIZE, SIZE, (60, 70, 140)), planks(SIZE, SIZE), whole)
    masks = [torso > 0.5] * (8 - supporters) + [whole > 0.5] * supporters
    votes = np.asarray(np.mean(masks, axis=0), np.float32)
    mended = mend(Judge(picture), masks, 0, votes, pixel_features(picture))
    assert bool(mended[sleeve > 0.9].mean() > 0.9) is kept
    assert mended[torso > 0.9].all()
