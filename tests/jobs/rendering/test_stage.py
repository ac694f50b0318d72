"""Models on the floor: posters, turntables and contact sheets."""

import numpy as np
import pytest

from apps.jobs.rendering import turntable
from apps.jobs.rendering.camera import Camera, Framing
from apps.jobs.rendering.contact import four_sides
from apps.jobs.rendering.frame import render
from apps.jobs.rendering.poster import make_poster
from apps.jobs.rendering.scene import Scene
from apps.jobs.rendering.stage import Picture, Stage, on_backdrop
from tests.jobs.rendering.objects import ball, cube

TOP, BOTTOM = (250, 248, 245), (236, 232, 225)


def test_a_poster_is_cut_out_and_its_shadow_is_black():
    poster = make_poster(Stage(Scene(cube())), size=(160, 200))
    assert poster.pixels.shape == (200, 160, 3)
    assert poster.alpha.shape == (200, 160)
    assert poster.alpha[100, 80] == 255
    shadow = (poster.alpha > 8) & (poster.pixels.max(-1) == 0)
    assert shadow[120:].sum() > 300
    assert not shadow[:40].any()
    assert poster.alpha[shadow].max() < 180


def test_a_posters_borders_are_empty():
    poster = make_poster(Stage(Scene(cube())), size=(160, 200))
    for border in (poster.alpha[0], poster.alpha[-1], poster.alpha[:, 0], poster.alpha[:, -1]):
        assert border.max() <= 1


def test_the_shadow_is_darkest_where_the_model_stands():
    stage = Stage(Scene(ball()))
    camera = Camera(0, 20, 25, 0.6, Framing.TURNTABLE)
    alpha = stage.picture(camera, (200, 200)).alpha
    own = render(stage.scene, camera, (200, 200), lit=False).alpha
    below = np.flatnonzero(own[:, 100] > 0)[-1] + 2
    assert alpha[below, 100] > 2 * alpha[below + 25, 100]
    assert alpha[below, 100] > 2 * alpha[below, 30]


def test_from_the_floors_own_height_there_is_no_shadow():
    stage = Stage(Scene(ball()))
    camera = Camera(0, 0, 0, 0.6)
    own = render(stage.scene, camera, (80, 80), lit=True)
    assert (stage.picture(camera, (80, 80)).alpha == np.rint(own.alpha * 255)).all()


def test_the_backdrop_runs_from_one_colour_to_the_other():
    nothing = Picture(np.zeros((9, 4, 3), np.uint8), np.zeros((9, 4), np.uint8))
    picture = on_backdrop(nothing, TOP, BOTTOM)
    assert (picture[0] == TOP).all()
    assert (picture[-1] == BOTTOM).all()
    assert (np.diff(picture.astype(int), axis=0) <= 0).all()


def test_before_the_backdrop_the_model_keeps_its_colours():
    pixels = np.full((2, 2, 3), 40, np.uint8)
    alpha = np.array([[255, 0], [128, 255]], np.uint8)
    picture = on_backdrop(Picture(pixels, alpha), (240, 240, 240), (240, 240, 240))
    assert picture[..., 0].tolist() == [[40, 240], [140, 40]]


def test_a_turntable_starts_at_the_front_and_turns_evenly_around():
    stage = Stage(Scene(cube()))
    around = list(turntable.turn(stage, top=TOP, bottom=BOTTOM, frames=8, side=64))
    assert len(around) == 8
    red, _, blue, yellow = (around[number][32, 32].astype(int) for number in (0, 2, 4, 6))
    assert red[0] > 150 > 2 * red[1]
    assert blue[2] > 150 > 2 * blue[0]
    assert min(yellow[:2]) > 150 > 2 * yellow[2]
    green = around[2][32, 32].astype(int)
    assert green[1] > 150 > 2 * green[0]


def test_a_turning_ball_stands_still():
    stage = Stage(Scene(ball()))
    first, *others = turntable.turn(stage, top=TOP, bottom=BOTTOM, frames=5, side=72)
    for other in others:
        assert np.abs(other.astype(int) - first).mean() < 1.5


def test_a_turntable_can_be_stopped_between_frames():
    around = turntable.turn(Stage(Scene(cube())), top=TOP, bottom=BOTTOM, frames=36, side=32)
    assert next(around).shape == (32, 32, 3)
    around.close()
    with pytest.raises(StopIteration):
        next(around)


def test_four_sides_stand_side_by_side():
    sheet = four_sides(Scene(cube()), (60, 80))
    assert sheet.shape == (80, 240, 3)
    front, left, back, right = (sheet[40, 30 + 60 * number].astype(int) for number in range(4))
    assert front[0] > front[1:].max()
    assert left[1] > left[[0, 2]].max()
    assert back[2] > back[:2].max()
    assert right[:2].min() > right[2]
