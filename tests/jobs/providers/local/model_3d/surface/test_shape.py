"""The surface has the shape of the thing: tubes, openings to look into, no card and no slab."""

import numpy as np
import pytest

from apps.jobs.providers.local.model_3d.outline.result import (
    Construction,
    Opening,
    OpeningKind,
)
from apps.jobs.providers.local.model_3d.surface.build import build_solid
from apps.jobs.providers.local.model_3d.surface.solid import Part, Solid
from apps.jobs.providers.local.model_3d.tiers import TIERS, Quality
from skyy.api.errors import Problem
from tests.jobs.providers.local.model_3d.surface.patterns import (
    HEM,
    T_SHIRT,
    cap,
    covered,
    drawn,
    face_areas,
    face_normals,
    outline,
    t_shirt,
)

STANDARD = TIERS[Quality.STANDARD]
DRAFT = TIERS[Quality.DRAFT]


@pytest.fixture(scope="module")
def shirt() -> Solid:
    return build_solid(t_shirt(), tier=STANDARD)


def size(solid: Solid) -> np.ndarray:
    return np.ptp(solid.positions, axis=0)


def part_of_vertices(solid: Solid, part: Part) -> np.ndarray:
    return np.unique(solid.faces[solid.parts == part])


def test_it_is_upright_centred_and_in_metres(shirt: Solid) -> None:
    low, high = shirt.positions.min(axis=0), shirt.positions.max(axis=0)
    assert np.allclose(low[[0, 2]], -high[[0, 2]], atol=1e-6)
    assert low[1] == pytest.approx(0, abs=1e-6)
    # 320 × 290 pixels of 2 mm.
    assert size(shirt)[0] == pytest.approx(0.64, abs=0.012)
    assert size(shirt)[1] == pytest.approx(0.58, abs=0.012)


def test_its_plane_is_where_the_picture_shows_it(shirt: Solid) -> None:
    expected = shirt.plane * np.array([0.002, -0.002])
    offset = shirt.positions[:, :2] - expected
    assert np.allclose(offset, offset[0], atol=1e-5)
    assert covered(shirt, t_shirt().alpha) > 0.985


def test_a_torso_is_flatter_than_round_and_no_card(shirt: Solid) -> None:
    torso = shirt.positions[(shirt.plane[:, 1] > 220) & (shirt.plane[:, 1] < 300)]
    width, _, depth = np.ptp(torso, axis=0)
    assert 0.40 < depth / width < 0.62


def test_legs_are_round_tubes_and_no_pillows() -> None:
    trousers = drawn(
        [(110, 40), (290, 40), (310, 370), (215, 370), (200, 170), (185, 370), (90, 370)]
    )
    ends = (
        Opening(OpeningKind.WAIST, ((110, 40), (290, 40))),
        Opening(OpeningKind.LEG, ((310, 370), (215, 370))),
        Opening(OpeningKind.LEG, ((185, 370), (90, 370))),
    )
    solid = build_solid(outline(trousers, *ends), tier=STANDARD)
    leg = solid.positions[:, 0] > 0
    depths = []
    for low, high in ((250, 270), (300, 320), (362, 374)):
        ring = solid.positions[leg & (solid.plane[:, 1] > low) & (solid.plane[:, 1] < high)]
        width, _, depth = np.ptp(ring, axis=0)
        assert 0.65 < depth / width < 1.05
        depths.append(depth)
    # As deep at its end as on its way: a tube stays open.
    assert depths[-1] > 0.85 * depths[0]


def test_one_looks_into_the_openings(shirt: Solid) -> None:
    """From below through the hem, the first thing met in the middle is the lining."""
    up_facing = face_normals(shirt)[:, 1]
    centre = shirt.positions[shirt.faces].mean(axis=1)
    middle = (np.abs(centre[:, 0]) < 0.05) & (np.abs(centre[:, 2]) < 0.4 * size(shirt)[2] / 2)
    assert not (middle & (centre[:, 1] < 0.2) & (up_facing < 0) & (shirt.parts != 2)).any()
    assert (shirt.parts == Part.LINING).sum() > 0.3 * len(shirt.parts)


def test_the_lining_lies_within(shirt: Solid) -> None:
    """At the same place of the picture the lining is nearer to the middle than the front."""
    front = part_of_vertices(shirt, Part.FRONT)
    torso = front[(shirt.plane[front, 1] > 150) & (np.abs(shirt.plane[front, 0] - 200) < 60)]
    lining = part_of_vertices(shirt, Part.LINING)
    for vertex in torso[::25]:
        near = np.abs(shirt.plane[lining] - shirt.plane[vertex]).max(axis=1) < 3
        ahead = shirt.positions[lining[near], 2]
        inner = ahead[ahead > 0]
        if inner.size and shirt.plane[vertex, 1] < 340:
            assert inner.min() < shirt.positions[vertex, 2] - 5e-4


def test_the_front_of_the_neck_lies_lower_than_its_back(shirt: Solid) -> None:
    def top(part: Part) -> float:
        mine = part_of_vertices(shirt, part)
        middle = np.abs(shirt.plane[mine, 0] - 200) < 8
        return float(shirt.positions[mine[middle], 1].max())

    assert top(Part.BACK) - top(Part.FRONT) > 0.008


def test_a_garment_without_openings_is_a_closed_pillow_without_lining() -> None:
    pillow = build_solid(outline(drawn(T_SHIRT)), tier=DRAFT)
    assert set(np.unique(pillow.parts)) == {Part.FRONT, Part.BACK}


def test_a_relief_is_deeper_in_front_and_ignores_openings() -> None:
    relief = build_solid(outline(drawn(T_SHIRT), HEM, construction=Construction.RELIEF), tier=DRAFT)
    assert set(np.unique(relief.parts)) == {Part.FRONT, Part.BACK}
    seam = np.intersect1d(part_of_vertices(relief, Part.FRONT), part_of_vertices(relief, Part.BACK))
    level = float(np.median(relief.positions[seam, 2]))
    front = float(relief.positions[:, 2].max()) - level
    back = level - float(relief.positions[:, 2].min())
    assert front > 1.5 * back > 0


@pytest.mark.parametrize("construction", list(Construction))
def test_it_is_neither_a_card_nor_a_slab(construction: Construction) -> None:
    solid = build_solid(outline(drawn(T_SHIRT), HEM, construction=construction), tier=DRAFT)
    assert size(solid)[2] > 0.2 * size(solid)[0]
    shown = solid.parts != Part.LINING
    area = face_areas(solid)[shown]
    facing = np.abs(face_normals(solid)[shown, 2]) / (2 * area)
    # A slab's faces look ahead or aside; a round thing's look everywhere between.
    between = area[(facing > 0.15) & (facing < 0.95)].sum() / area.sum()
    assert between > 0.3


def test_a_hat_is_about_as_deep_as_wide_and_open_below() -> None:
    turn = np.linspace(np.pi, 2 * np.pi, 40)
    dome = [(200 + 120 * np.cos(a), 250 + 150 * np.sin(a)) for a in turn]
    hat = build_solid(
        outline(
            drawn(dome),
            Opening(OpeningKind.HEAD, ((320, 250), (80, 250))),
            construction=Construction.HAT,
        ),
        tier=DRAFT,
    )
    assert 0.75 < size(hat)[2] / size(hat)[0] < 1.15
    assert (hat.parts == Part.LINING).any()


def test_a_cap_has_a_bill_in_front_and_the_head_goes_in_behind_it() -> None:
    solid = build_solid(cap(), tier=DRAFT)
    low = solid.plane[:, 1] > 300
    crown = solid.plane[:, 1] < 190
    assert solid.positions[low, 2].min() > np.median(solid.positions[crown, 2])
    assert solid.positions[low, 2].max() > solid.positions[crown, 2].max() + 0.02
    assert not np.isin(Part.BACK, solid.parts[(solid.plane[solid.faces, 1] > 250).all(axis=1)])
    assert covered(solid, cap().alpha) > 0.98


def test_a_gap_between_arm_and_body_stays_open() -> None:
    alpha = drawn(T_SHIRT, [(60, 100), (100, 150), (60, 340), (20, 340)])
    gap = (slice(230, 320), slice(85, 105))
    assert alpha[gap].max() < 128
    solid = build_solid(outline(alpha, HEM), tier=DRAFT)
    assert covered(solid, alpha) > 0.965


@pytest.mark.parametrize("width", [2, 4, 7])
def test_a_thin_strap_is_widened_rather_than_lost(width: int) -> None:
    left = [(140, 205), (140, 40), (140 + width, 40), (140 + width, 205)]
    body = [(120, 200), (280, 200), (310, 370), (90, 370)]
    solid = build_solid(outline(drawn(body, left, soft=0), HEM), tier=DRAFT)
    assert solid.plane[:, 1].min() < 55


@pytest.mark.parametrize(
    "alpha",
    [
        np.zeros((400, 400), np.uint8),
        drawn([(200, 20), (200, 380)], soft=0),
        drawn([(200, 200), (206, 200), (206, 206), (200, 206)], soft=0),
    ],
)
def test_what_is_too_thin_is_refused(alpha: np.ndarray) -> None:
    with pytest.raises(Problem) as refused:
        build_solid(outline(alpha), tier=DRAFT)
    assert refused.value.code == "photo.too_thin"
