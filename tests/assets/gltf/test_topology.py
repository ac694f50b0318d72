"""Surfaces are told apart as a person would."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.assets.gltf.model import Model
from apps.assets.gltf.tidy import tidied
from apps.assets.gltf.topology import examine
from tests.assets.gltf.shapes import ball, sphere, with_faces


def test_a_closed_surface_is_watertight_across_its_texture_seam():
    model = ball()
    surface = examine(model)
    assert surface.watertight
    assert surface.components == 1
    assert surface.degenerate_faces == 0
    assert surface.size_m == pytest.approx((0.4, 0.4, 0.4), abs=1e-6)
    round_one = examine(ball(rings=80, sectors=160)).volume_m3
    assert round_one == pytest.approx(4 / 3 * np.pi * 0.2**3, rel=2e-3)


def test_a_missing_triangle_leaves_three_open_edges():
    surface = examine(with_faces(ball(), ball().primitives[0].faces[1:]))
    assert not surface.watertight
    assert (surface.boundary_edges, surface.non_manifold_edges) == (3, 0)


def test_a_triangle_too_many_is_seen():
    faces = ball().primitives[0].faces
    surface = examine(with_faces(ball(), np.concatenate([faces, faces[:1]])))
    assert not surface.watertight
    assert surface.non_manifold_edges == 3


def test_a_triangle_turned_around_is_seen():
    faces = ball().primitives[0].faces.copy()
    faces[5] = faces[5][::-1]
    surface = examine(with_faces(ball(), faces))
    assert not surface.watertight
    assert (surface.boundary_edges, surface.turned_edges) == (0, 3)


def test_a_surface_turned_inside_out_has_a_negative_volume():
    inside_out = with_faces(ball(), ball().primitives[0].faces[:, ::-1])
    assert examine(inside_out).watertight
    assert examine(inside_out).volume_m3 < 0


def test_pieces_are_counted_over_all_primitives():
    far = sphere()
    far = replace(far, positions=far.positions + np.float32(1))
    surface = examine(Model((sphere(), far)))
    assert surface.watertight
    assert surface.components == 2
    assert surface.size_m == pytest.approx((1.4, 1.4, 1.4), abs=1e-5)


def test_triangles_without_area_are_counted():
    one = ball().primitives[0]
    line = np.array([[0, 0, 0], [0.1, 0, 0], [0.05, 0, 0]], np.float32)
    start = len(one.positions)
    wider = replace(
        one,
        positions=np.concatenate([one.positions, line]),
        normals=np.concatenate([one.normals, line]),
        uv=np.concatenate([one.uv, line[:, :2]]),
        faces=np.concatenate([one.faces, [[start, start + 1, start + 2], [0, 0, 1]]]),
    )
    assert examine(Model((wider,))).degenerate_faces == 2


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 12), st.integers(3, 16), st.randoms(use_true_random=False))
def test_tidying_keeps_the_surface_and_drops_what_is_unused(rings, sectors, chance):
    model = ball(rings=rings, sectors=sectors)
    one = model.primitives[0]
    faces = one.faces.tolist()
    # Collapsed triangles and a vertex that nothing names.
    faces += [[faces[0][0], faces[0][0], faces[0][1]]] * chance.randint(0, 3)
    chance.shuffle(faces)
    padded = replace(
        one,
        positions=np.concatenate([one.positions, [[9, 9, 9]]]).astype(np.float32),
        normals=np.concatenate([one.normals, [[0, 1, 0]]]).astype(np.float32),
        uv=np.concatenate([one.uv, [[0, 0]]]).astype(np.float32),
        faces=np.array(faces, np.int32),
    )
    tidy = tidied(replace(model, primitives=(padded,)))
    before, after = examine(model), examine(tidy)
    assert after.watertight
    assert after.triangles == before.triangles
    assert after.volume_m3 == pytest.approx(before.volume_m3, rel=1e-6)
    assert tidy.vertices == model.vertices
    assert np.unique(tidy.primitives[0].faces).size == tidy.vertices


def test_tidying_nothing_leaves_nothing():
    assert tidied(Model(())).primitives == ()
