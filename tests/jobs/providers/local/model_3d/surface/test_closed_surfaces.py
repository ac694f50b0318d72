"""Whatever the outline: closed, turned the right way round, within the budget."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.providers.local.model_3d.outline.result import (
    Construction,
    Opening,
    OpeningKind,
    Outline,
)
from apps.jobs.providers.local.model_3d.surface.build import build_solid
from apps.jobs.providers.local.model_3d.tiers import TIERS, Quality, Tier
from skyy.api.errors import Problem
from tests.jobs.providers.local.model_3d.surface.patterns import (
    HEM,
    SOUND,
    T_SHIRT,
    cap,
    drawn,
    examine,
    outline,
    pieces,
    t_shirt,
    volume,
)

SMALL = Tier(triangles=3_000, texture_px=512, texture_quality=80, smoothing=3)

STRAPPED = drawn(
    [(120, 200), (280, 200), (310, 370), (90, 370)],
    [(140, 205), (150, 40), (154, 40), (146, 205)],
    [(254, 205), (246, 40), (250, 40), (260, 205)],
)
COMB = drawn([(40, 300), (360, 300), (360, 360), (40, 360)], *[
    [(x, 60), (x + 9, 60), (x + 9, 310), (x, 310)] for x in range(45, 350, 22)
])  # fmt: skip
RING = drawn([(200 + 150 * np.cos(a), 200 + 150 * np.sin(a)) for a in np.linspace(0, 6.28, 60)])
RING = np.where(
    drawn([(200 + 90 * np.cos(a), 200 + 90 * np.sin(a)) for a in np.linspace(0, 6.28, 60)]) > 127,
    0,
    RING,
).astype(np.uint8)
TOUCHING = drawn([(60, 60), (200, 200), (60, 340)], [(340, 60), (200, 200), (340, 340)], soft=0)
LEGS = drawn([(120, 40), (280, 40), (300, 370), (215, 370), (202, 160), (198, 160), (185, 370),
              (100, 370)])  # fmt: skip
PIECES = drawn([(40, 60), (180, 60), (180, 340), (40, 340)], [(230, 80), (360, 80), (300, 330)])


def assert_closed(built: Outline, tier: Tier) -> None:
    solid = build_solid(built, tier=tier)
    assert examine(solid) == SOUND
    assert 0 < len(solid.faces) <= tier.triangles
    assert all(volume(solid, faces) > 0 for faces in pieces(solid))


def closed_or_refused(built: Outline) -> str:
    try:
        assert_closed(built, SMALL)
    except Problem as problem:
        return problem.code
    return "closed"


@pytest.mark.parametrize("quality", list(Quality))
def test_a_t_shirt_is_closed_and_within_the_budget_of_every_tier(quality: Quality) -> None:
    assert_closed(t_shirt(), TIERS[quality])


@pytest.mark.parametrize("construction", list(Construction))
@pytest.mark.parametrize("alpha", [STRAPPED, COMB, RING, TOUCHING, LEGS, PIECES])
def test_straps_combs_rings_legs_and_separate_pieces_are_closed(
    alpha: np.ndarray, construction: Construction
) -> None:
    hem = Opening(OpeningKind.HEM, ((300, 370), (100, 370)))
    assert_closed(outline(alpha, hem, construction=construction), SMALL)


@st.composite
def blobs(draw: st.DrawFn) -> Outline:
    """A wavy round thing, sometimes with strips across it and bites out of it, that opens at
    random stretches."""
    count = 72
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius = np.full(count, 110.0)
    for wave in range(2, 7):
        size = draw(st.floats(0, 26))
        radius += size * np.cos(wave * turn + draw(st.floats(0, 6.28)))
    radius = np.clip(radius, 15, 190)
    rim = np.stack([200 + radius * np.cos(turn), 200 + radius * np.sin(turn)], axis=1)
    alpha = drawn(rim.tolist())
    for _ in range(draw(st.integers(0, 3))):
        x, y = draw(st.integers(20, 380)), draw(st.integers(20, 380))
        wide, tall = draw(st.integers(1, 90)), draw(st.integers(1, 90))
        value = draw(st.sampled_from([0, 255]))
        alpha[max(4, y - tall) : y + tall, max(4, x - wide) : x + wide] = value
    alpha[:4] = alpha[-4:] = 0
    alpha[:, :4] = alpha[:, -4:] = 0
    openings = []
    for _ in range(draw(st.integers(0, 4))):
        start, length = draw(st.integers(0, count - 1)), draw(st.integers(1, 40))
        stretch = rim[np.arange(start, start + length) % count]
        kind = draw(st.sampled_from(list(OpeningKind)))
        openings.append(Opening(kind, tuple(map(tuple, stretch.tolist()))))
    return outline(alpha, *openings, construction=draw(st.sampled_from(list(Construction))))


@settings(max_examples=30, deadline=None)
@given(blobs())
def test_a_surface_is_closed_whatever_the_silhouette_and_its_openings(built: Outline) -> None:
    assert closed_or_refused(built) in {"closed", "photo.too_thin"}


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_noise_is_closed_or_refused(seed: int, grain: int) -> None:
    noise = np.random.default_rng(seed).random((400 // grain + 1, 400 // grain + 1)) > 0.5
    alpha = (np.kron(noise, np.ones((grain, grain)))[:400, :400] * 255).astype(np.uint8)
    alpha[:6] = alpha[-6:] = 0
    alpha[:, :6] = alpha[:, -6:] = 0
    assert closed_or_refused(outline(alpha)) in {"closed", "photo.too_thin"}


@pytest.mark.parametrize("hole", [(180, 260), (175, 150), (130, 300)])
def test_a_cap_with_a_hole_is_closed(hole: tuple[int, int]) -> None:
    alpha = cap().alpha.copy()
    alpha[hole[1] : hole[1] + 30, hole[0] : hole[0] + 30] = 0
    assert_closed(replace(cap(), alpha=alpha), SMALL)


def test_the_same_outline_gives_the_same_solid() -> None:
    one, two = (build_solid(t_shirt(), tier=SMALL) for _ in range(2))
    assert one.positions.tobytes() == two.positions.tobytes()
    assert one.faces.tobytes() == two.faces.tobytes()


def test_openings_that_lie_nowhere_near_the_outline_do_no_harm() -> None:
    far = Opening(OpeningKind.CUFF, ((0, 0), (3, 0), (9, 2)))
    point = Opening(OpeningKind.NECK, ((200, 70),))
    none = Opening(OpeningKind.HEM, ())
    assert_closed(outline(drawn(T_SHIRT), far, point, none), SMALL)


def test_a_picture_of_the_greatest_size_keeps_to_the_highest_tier() -> None:
    large = np.array(T_SHIRT) * 3.4
    hem = Opening(OpeningKind.HEM, tuple(map(tuple, (np.array(HEM.line) * 3.4).tolist())))
    alpha = drawn(large.tolist(), size=(1400, 1400))
    assert_closed(outline(alpha, hem, metres_per_pixel=0.0005), TIERS[Quality.HIGH])
    assert_closed(
        outline(alpha, construction=Construction.RELIEF, metres_per_pixel=0.0005),
        TIERS[Quality.HIGH],
    )
