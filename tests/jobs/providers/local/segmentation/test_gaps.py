"""gaps_opened(): which holes of a mask are ground seen through the product."""

import numpy as np
import pytest

from apps.jobs.providers.local.segmentation.gaps import gaps_opened

HOLE = (slice(40, 60), slice(45, 75))
RED, GREY, WHITE = (170, 20, 50), (150, 150, 150), (235, 235, 232)


def opened(ground, inside, *, votes, typical):
    """Whether the hole of a white square on `ground` stays open when it shows `inside`."""
    mask = np.zeros((100, 120), np.bool_)
    mask[15:85, 15:105] = True
    rgb = np.full((100, 120, 3), ground, np.uint8)
    rgb[mask] = WHITE
    rgb[HOLE] = inside
    mask[HOLE] = False
    share = np.where(mask, 1, 0).astype(np.float32)
    share[HOLE] = votes
    result = gaps_opened(rgb, mask, share, np.full(mask.shape, typical))
    assert result[mask].all()
    assert not result[:15].any()
    return not result[HOLE].any()


@pytest.mark.parametrize(
    ("ground", "inside", "votes", "typical", "expected"),
    [
        (RED, (172, 21, 51), 0.8, True, True),
        (RED, (172, 21, 51), 0.8, False, False),
        (RED, (172, 21, 51), 0.0, False, True),
        (RED, (108, 12, 31), 0.0, False, True),
        (RED, (108, 12, 31), 0.8, False, False),
        (RED, (20, 60, 120), 0.0, False, False),
        (RED, (200, 60, 60), 0.8, True, False),
        (GREY, (90, 90, 90), 0.0, False, False),
    ],
    ids=[
        "the ground's colour and typical of it",
        "taken for product, like the ground only by chance",
        "taken for ground, the ground's colour",
        "red ground in shade",
        "a dark red print",
        "a blue print",
        "typical of the ground as a whole but not of the ground nearby",
        "a grey lining on grey",
    ],
)
def test_a_hole_stays_open_only_when_ground_is_seen_in_it(ground, inside, votes, typical, expected):
    assert opened(ground, inside, votes=votes, typical=typical) is expected


def test_a_product_without_open_ground_around_it_keeps_no_hole():
    mask = np.ones((60, 60), np.bool_)
    mask[20:40, 20:40] = False
    rgb = np.full((60, 60, 3), 99, np.uint8)
    everywhere = np.ones(mask.shape, np.bool_)
    assert gaps_opened(rgb, mask, np.zeros(mask.shape, np.float32), everywhere).all()
