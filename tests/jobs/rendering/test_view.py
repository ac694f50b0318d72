"""Which ray belongs to which pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.rendering.camera import Camera, Framing
from apps.jobs.rendering.scene import Scene
from apps.jobs.rendering.view import look
from tests.jobs.rendering.objects import cube

CAMERAS = st.builds(
    Camera,
    azimuth=st.floats(-720, 720),
    elevation=st.floats(-89, 89),
    field_of_view=st.sampled_from([0.0, 5.0, 35.0, 90.0]),
    fill=st.floats(0.2, 2),
    framing=st.sampled_from(Framing),
)


@settings(deadline=None)
@given(CAMERAS, st.floats(0, 160), st.floats(0, 90), st.floats(0.7, 1.3))
def test_what_lies_on_a_pixels_ray_is_projected_onto_the_pixel(camera, column, row, distance):
    view = look(Scene(cube()), camera, (160, 90))
    place = np.float32([column]), np.float32([row])
    origins, directions = view.rays(*place)
    found = view.project((origins + directions * np.float32(distance)).astype(np.float32))
    assert found[0][0] == pytest.approx(column, abs=0.02)
    assert found[1][0] == pytest.approx(row, abs=0.02)
    assert found[2][0] == pytest.approx(view.depth(np.float32([distance]))[0], abs=1e-4)


@settings(deadline=None)
@given(CAMERAS)
def test_a_grid_of_pixels_has_the_rays_of_its_pixels(camera):
    view = look(Scene(cube()), camera, (7, 5))
    columns, rows = np.float32([0.5, 3.25, 6.5]), np.float32([1.5, 4.0])
    grid = view.rays(columns[None, :], rows[:, None])
    single = view.rays(np.tile(columns, 2), np.repeat(rows, 3))
    for many, each in zip(grid, single, strict=True):
        assert np.abs(many.reshape(-1, 3) - each).max() < 1e-5


@settings(deadline=None)
@given(CAMERAS, st.integers(-3, 3))
def test_whole_turns_change_nothing(camera, turns):
    scene = Scene(cube())
    turned = Camera(
        camera.azimuth + 360 * turns,
        camera.elevation,
        camera.field_of_view,
        camera.fill,
        camera.framing,
    )
    first, second = (look(scene, one, (64, 64)) for one in (camera, turned))
    assert np.abs(first.forward - second.forward).max() < 1e-9
    assert first.scale == pytest.approx(second.scale, rel=1e-5)
