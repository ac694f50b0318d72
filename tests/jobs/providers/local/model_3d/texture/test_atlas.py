"""The atlas: everything inside the square, nothing upon anything else, everything welds."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.providers.local.model_3d.surface.solid import Part, Solid
from apps.jobs.providers.local.model_3d.texture.atlas import PADDING, lay_out
from apps.jobs.providers.local.model_3d.texture.packing import place
from apps.jobs.providers.local.model_3d.texture.skin import texture_solid
from tests.jobs.providers.local.model_3d.texture.wardrobe import (
    SMALL,
    dressed,
    inflated,
    outlined,
    silhouette,
    woven,
)


def blob(radii):
    """A star-shaped silhouette from radii around its middle."""
    angle = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    points = np.stack([100 + radii * np.cos(angle), 115 + radii * np.sin(angle)], axis=1)
    alpha = silhouette(np.rint(points))
    return outlined(woven(alpha.shape, (120, 80, 60)), alpha)


def drawn(atlas):
    """(charts, side, side): what each chart covers."""
    found = np.zeros((atlas.charts.count, atlas.side, atlas.side), np.uint8)
    for corners, chart in zip(atlas.texel, atlas.charts.of_face, strict=True):
        cv2.fillPoly(found[chart], [np.rint((corners - 0.5) * 16).astype(np.int32)], 1, shift=4)
    return found


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(45, 95), min_size=5, max_size=14))
def test_charts_lie_in_the_square_and_apart(radii):
    outline = blob(np.asarray(radii, float))
    atlas = lay_out(inflated(outline, step=6), outline.metres_per_pixel, 256)

    assert atlas.texel.min() >= 0
    assert atlas.texel.max() <= atlas.side
    covered = drawn(atlas)
    grown = np.stack([cv2.dilate(one, np.ones((5, 5), np.uint8)) for one in covered])
    assert grown.sum(axis=0).max() == 1
    assert PADDING >= 4


@pytest.fixture(scope="module")
def shirt():
    outline = dressed((180, 40, 30), (30, 160, 40))
    solid = inflated(outline)
    return solid, texture_solid(solid, outline, tier=SMALL, category="shirt")


def test_every_triangle_has_texels_of_its_own(shirt):
    _, made = shirt
    flat = made.primitive.uv[made.primitive.faces].astype(float) * SMALL.texture_px
    one, two = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    area = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]) / 2

    assert made.primitive.uv.min() >= 0
    assert made.primitive.uv.max() <= 1
    assert area.min() > 0.05


def test_sides_have_the_texels_of_their_real_size(shirt):
    solid, made = shirt
    corners = solid.positions[solid.faces].astype(float)
    real = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    flat = made.primitive.uv[made.primitive.faces].astype(float)
    one, two = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    texels = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0])
    density = texels / real

    # Areas, so that a share of 0.15 is a stretch of two and a half in one direction.
    assert np.percentile(density, 1) > 0.15 * np.median(density)


def test_corners_keep_their_places_bit_for_bit(shirt):
    solid, made = shirt

    assert np.array_equal(
        made.primitive.positions[made.primitive.faces], solid.positions[solid.faces]
    )
    assert len(np.unique(made.primitive.positions, axis=0)) == len(solid.positions)
    assert made.primitive.positions.dtype == np.float32
    assert made.primitive.faces.dtype == np.int32


def test_shading_does_not_break_at_seams(shirt):
    solid, made = shirt
    corner = solid.faces.reshape(-1)
    normal = made.primitive.normals[made.primitive.faces.reshape(-1)]

    assert np.allclose(np.linalg.norm(normal, axis=1), 1, atol=1e-5)
    assert len(made.primitive.positions) > len(solid.positions)
    first = np.zeros_like(solid.positions)
    first[corner] = normal
    assert np.array_equal(first[corner], normal)


def test_lining_has_a_crease_and_charts_of_its_own():
    outline = dressed((180, 40, 30), (30, 160, 40))
    solid = inflated(outline)
    inner = solid.parts == Part.BACK
    parts = np.where(inner & (solid.plane[solid.faces][:, :, 1].max(axis=1) > 150), 2, solid.parts)
    solid = Solid(solid.positions, solid.faces, parts.astype(np.uint8), solid.plane)
    made = texture_solid(solid, outline, tier=SMALL, category="shirt")

    lining = np.repeat(parts == Part.LINING, 3)
    used = made.primitive.faces.reshape(-1)
    assert not set(used[lining]) & set(used[~lining])
    place_of = solid.faces.reshape(-1)
    shared = np.intersect1d(place_of[lining], place_of[~lining])
    normal = made.primitive.normals[used]
    inside = np.zeros_like(solid.positions)
    outside = np.zeros_like(solid.positions)
    inside[place_of[lining]] = normal[lining]
    outside[place_of[~lining]] = normal[~lining]
    assert (np.abs(inside[shared] - outside[shared]).max(axis=1) > 0.01).mean() > 0.5


def test_surfaces_that_hide_each_other_get_texels_apart():
    outline = dressed((180, 40, 30), (30, 160, 40))
    near = inflated(outline)
    shift = np.asarray([0.05, 0.0, -0.2], np.float32)
    count = len(near.positions)
    both = Solid(
        np.concatenate([near.positions, near.positions + shift]),
        np.concatenate([near.faces, near.faces + count]),
        np.concatenate([near.parts, near.parts]),
        np.concatenate(
            [near.plane, near.plane + np.array([0.05 / outline.metres_per_pixel, 0.0])]
        ).astype(np.float32),
    )
    atlas = lay_out(both, outline.metres_per_pixel, 512)

    covered = drawn(atlas)
    assert covered.sum(axis=0).max() == 1
    front = atlas.charts.of_face[both.parts == Part.FRONT]
    whole = np.zeros((atlas.side, atlas.side), int)
    for corners in atlas.texel[both.parts == Part.FRONT][front == front[0]]:
        one = np.zeros((atlas.side, atlas.side), np.uint8)
        cv2.fillConvexPoly(one, np.rint((corners - 0.5) * 16).astype(np.int32), 1, shift=4)
        whole += cv2.erode(one, np.ones((3, 3), np.uint8))
    assert whole.max() == 1


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=25))
def test_placed_rectangles_are_inside_and_apart(sizes):
    places = place(sizes, 128)
    if places is None:
        return
    taken = np.zeros((128, 128), int)
    for (left, top), (width, height) in zip(places, sizes, strict=True):
        assert left + width <= 128
        assert top + height <= 128
        taken[top : top + height, left : left + width] += 1
    assert taken.max() == 1


def test_what_cannot_fit_is_refused():
    assert place([(100, 100), (100, 100)], 128) is None
    assert place([(129, 1)], 128) is None
