"""What pictures of a model show."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.assets.gltf.model import Material, Model
from apps.jobs.rendering.camera import Camera, Framing
from apps.jobs.rendering.frame import render, silhouette
from apps.jobs.rendering.scene import Scene
from skyy.api.errors import Code, Problem
from tests.jobs.rendering.objects import COLOURS, ball, cube, square, texture, wall

SIZE = (64, 64)


@pytest.mark.parametrize(
    ("azimuth", "elevation", "side"),
    [
        (0, 0, "front"),
        (90, 0, "left"),
        (180, 0, "back"),
        (270, 0, "right"),
        (-90, 0, "right"),
        (0, 90, "top"),
        (0, -90, "bottom"),
    ],
)
@pytest.mark.parametrize("field_of_view", [0, 30])
def test_every_side_is_seen_from_its_own_angle(azimuth, elevation, side, field_of_view):
    frame = render(Scene(cube()), Camera(azimuth, elevation, field_of_view), SIZE, lit=False)
    assert (frame.alpha[16:48, 16:48] == 1).all()
    assert (frame.pixels[16:48, 16:48] == COLOURS[side]).all()


def test_from_a_little_left_the_left_hand_side_comes_into_view_at_the_right():
    frame = render(Scene(cube()), Camera(azimuth=30), SIZE, lit=False)
    assert tuple(frame.pixels[32, 10]) == COLOURS["front"]
    assert tuple(frame.pixels[32, 56]) == COLOURS["left"]


@settings(deadline=None, max_examples=25)
@given(st.tuples(*[st.integers(0, 255)] * 3), st.integers(-180, 180), st.integers(-60, 60))
def test_an_unlit_texture_keeps_its_colour_from_everywhere(colour, azimuth, elevation):
    flat = np.full((5, 7, 3), colour, np.uint8)
    scene = Scene(ball(material=texture(flat)))
    frame = render(scene, Camera(azimuth, elevation, 20), (40, 40), lit=False)
    seen = frame.pixels[frame.alpha > 0].astype(int)
    assert np.abs(seen - colour).max() <= 1


def test_a_texture_lies_upright_and_is_not_mirrored():
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:32, :32], pixels[:32, 32:] = (255, 0, 0), (0, 255, 0)
    pixels[32:, :32], pixels[32:, 32:] = (0, 0, 255), (255, 255, 255)
    scene = Scene(Model((square(material=texture(pixels)),)))
    frame = render(scene, Camera(fill=1.0), SIZE, lit=False)
    assert tuple(frame.pixels[16, 16]) == (255, 0, 0)
    assert tuple(frame.pixels[16, 48]) == (0, 255, 0)
    assert tuple(frame.pixels[48, 16]) == (0, 0, 255)
    assert tuple(frame.pixels[48, 48]) == (255, 255, 255)


def test_a_fine_pattern_seen_from_afar_is_its_mean_in_linear_light():
    checks = (np.indices((512, 512)).sum(0) % 2 * 255).astype(np.uint8)
    scene = Scene(Model((square(material=texture(np.dstack([checks] * 3))),)))
    frame = render(scene, Camera(fill=0.8), (50, 50), lit=False)
    # Half of the light of 255 is 188 in sRGB; 128 would be a mean of the codes.
    assert np.abs(frame.pixels[8:42, 8:42].astype(int) - 188).max() <= 1


def test_a_texture_larger_than_is_kept_looks_the_same():
    pixels = np.zeros((40, 5000, 3), np.uint8)
    pixels[:, :2500], pixels[:, 2500:] = (200, 40, 10), (10, 60, 220)
    frame = render(Scene(Model((square(material=texture(pixels)),))), Camera(), SIZE, lit=False)
    assert np.abs(frame.pixels[32, 16].astype(int) - (200, 40, 10)).max() <= 1
    assert np.abs(frame.pixels[32, 48].astype(int) - (10, 60, 220)).max() <= 1


def test_many_materials_keep_each_its_own_texture():
    sides = ("front", "left", "back", "right", "top", "bottom")
    colours = {
        side: np.uint8([40 * number, 255 - 40 * number, 90]) for number, side in enumerate(sides)
    }
    parts = [
        square(side, material=texture(np.full((8, 8, 3), colours[side], np.uint8)))
        for side in sides
    ]
    scene = Scene(Model(tuple(parts)))
    for azimuth, side in ((0, "front"), (90, "left"), (180, "back"), (270, "right")):
        seen = render(scene, Camera(azimuth), SIZE, lit=False).pixels[32, 32].astype(int)
        assert np.abs(seen - colours[side]).max() <= 1


def test_the_texture_is_tinted_by_the_base_colour():
    white = texture(np.full((4, 4, 3), 255, np.uint8))
    tinted = replace(white, base_color=(1.0, 0.2158605, 0.0, 1.0))
    frame = render(Scene(ball(material=tinted)), Camera(), SIZE, lit=False)
    assert np.abs(frame.pixels[32, 32].astype(int) - (255, 128, 0)).max() <= 1


def test_a_silhouette_has_the_area_of_its_circle():
    seen = silhouette(Scene(ball()), Camera(33, 21, fill=0.9), (200, 200))
    assert seen.sum() == pytest.approx(np.pi * 90**2, rel=0.005)


def test_a_silhouette_has_the_area_of_its_square():
    seen = silhouette(Scene(cube()), Camera(fill=0.5), (200, 100))
    assert seen.sum() == 50 * 50
    assert seen[25:75, 75:125].all()


@pytest.mark.parametrize("camera", [Camera(40, 10), Camera(200, -30, 35), Camera(5, 60, 0, 0.4)])
def test_silhouette_and_alpha_agree(camera):
    scene = Scene(cube())
    frame = render(scene, camera, (90, 70), lit=False)
    seen = silhouette(scene, camera, (90, 70))
    assert (seen == np.isfinite(frame.depth)).all()
    assert (np.abs(frame.alpha - seen) <= 0.75).all()
    assert (frame.alpha[seen] > 0).all()


@pytest.mark.parametrize("elevation", [0, 25])
@pytest.mark.parametrize("field_of_view", [0, 40])
@pytest.mark.parametrize("size", [(120, 120), (80, 150), (150, 80)])
def test_the_silhouettes_box_fills_its_share_and_is_centred(elevation, field_of_view, size):
    seen = silhouette(Scene(cube()), Camera(25, elevation, field_of_view, 0.8), size)
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    assert max(height / size[1], width / size[0]) == pytest.approx(0.8, abs=0.03)
    assert rows[0] + rows[-1] == pytest.approx(size[1] - 1, abs=2)
    assert columns[0] + columns[-1] == pytest.approx(size[0] - 1, abs=2)


def test_a_turning_model_keeps_its_size_and_its_place():
    scene = Scene(cube())
    heights = []
    for azimuth in range(0, 360, 15):
        camera = Camera(azimuth, framing=Framing.TURNTABLE, fill=0.9)
        seen = silhouette(scene, camera, (120, 120))
        assert not seen[:, [0, -1]].any()
        heights.append(np.flatnonzero(seen.any(1)).tolist())
    assert all(rows == heights[0] for rows in heights)


def test_perspective_shows_what_is_near_larger_and_orthography_does_not():
    red = square("front", material=Material("red", base_color=(1.0, 0.0, 0.0, 1.0)))
    behind = (red.positions * [1, 0.4, 1] - [0, 0, 2]).astype(np.float32)
    scene = Scene(Model((red, replace(red, positions=behind, material=Material("white")))))

    def share_of_the_white_one(field_of_view: float) -> float:
        # From behind the white one, less than half as high, stands before the red one.
        frame = render(scene, Camera(180, 0, field_of_view, 1.0), (200, 200), lit=False)
        white = (frame.pixels[..., 1] == 255) & (frame.alpha == 1)
        return float(white.any(1).sum() / (frame.alpha == 1).any(1).sum())

    assert share_of_the_white_one(0) == pytest.approx(0.4, abs=0.02)
    assert share_of_the_white_one(60) > 0.6


def test_depth_is_in_metres_from_the_middle():
    frame = render(Scene(cube(size=0.4)), Camera(), SIZE, lit=False)
    assert frame.depth[32, 32] == pytest.approx(-0.2, abs=1e-5)
    assert np.isinf(frame.depth[0, 0])


def test_edges_are_partly_covered_and_the_area_is_kept():
    scene = Scene(ball())
    frame = render(scene, Camera(fill=0.9), SIZE, lit=False)
    assert np.unique(frame.alpha).size > 4
    assert frame.alpha.sum() == pytest.approx(np.pi * (0.45 * 64) ** 2, rel=0.01)
    assert (frame.pixels[frame.alpha == 0] == 0).all()


def test_edge_pixels_keep_the_models_own_colour():
    frame = render(Scene(cube()), Camera(0, 0, 0, 0.777), SIZE, lit=False)
    part = (frame.alpha > 0) & (frame.alpha < 1)
    assert part.any()
    assert (frame.pixels[part] == COLOURS["front"]).all()


def test_the_light_is_soft_neutral_and_from_the_upper_left():
    grey = Material(base_color=(0.5, 0.5, 0.5, 1.0))
    frame = render(Scene(ball(material=grey)), Camera(), SIZE, lit=True)
    inner = frame.pixels[frame.alpha == 1].astype(int)
    assert np.ptp(inner, axis=1).max() <= 1
    level = frame.pixels[..., 0].astype(int)
    assert level[20, 20] > level[32, 32] > level[46, 40]
    assert inner.min() > 90
    assert abs(level[32, 32] - 188) < 16


def test_the_lamps_stay_with_the_eye():
    scene = Scene(ball(material=Material(base_color=(0.5, 0.5, 0.5, 1.0))))
    front = render(scene, Camera(0), SIZE, lit=True)
    back = render(scene, Camera(180), SIZE, lit=True)
    assert np.abs(front.pixels.astype(int) - back.pixels).max() <= 3


def test_a_slot_between_two_boards_is_darker_than_the_open_wall():
    white = Material(base_color=(0.8, 0.8, 0.8, 1.0), double_sided=True)
    boards = [
        replace(one, positions=one.positions * np.float32([0.12, 2, 1]), material=white)
        for one in (square("left"), square("right"))
    ]
    scene = Scene(Model((wall(white, z=-0.5), *boards)))
    frame = render(scene, Camera(fill=1.0), (100, 100), lit=True)
    assert frame.pixels[50, 50, 0] < 0.8 * frame.pixels[50, 15, 0]


def test_gloss_brightens_a_smooth_surface_more_than_a_rough_one():
    def brightest(roughness: float) -> int:
        black = Material(base_color=(0.01, 0.01, 0.01, 1.0), roughness=roughness)
        frame = render(Scene(ball(material=black)), Camera(), SIZE, lit=True)
        return int(frame.pixels[8:56, 8:56].max())

    assert brightest(0.1) > brightest(0.9) + 8


def test_matt_cloth_keeps_its_deep_colour():
    red = Material(base_color=(0.8, 0.0, 0.0, 1.0), roughness=0.9)
    frame = render(Scene(ball(material=red)), Camera(), SIZE, lit=True)
    assert frame.pixels[32, 32, 0] > 210
    assert frame.pixels[32, 32, 1:].max() < 40


def test_metal_mirrors_in_its_own_colour():
    gold = Material(base_color=(1.0, 0.6, 0.2, 1.0), roughness=0.3, metallic=1.0)
    frame = render(Scene(ball(material=gold)), Camera(), SIZE, lit=True)
    red, green, blue = frame.pixels[24, 24].astype(int)
    assert red > green > blue


@pytest.mark.parametrize("lit", [True, False])
def test_the_same_picture_twice_is_the_same(lit):
    first, second = (render(Scene(ball()), Camera(12, 8, 25), (70, 90), lit=lit) for _ in range(2))
    assert (first.pixels == second.pixels).all()
    assert (first.alpha == second.alpha).all()
    assert (first.depth == second.depth).all()


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.05, 3), st.floats(-400, 400))
def test_any_frame_has_its_size_and_alpha_within_bounds(width, height, fill, azimuth):
    frame = render(Scene(cube()), Camera(azimuth, 10, 20, fill), (width, height), lit=False)
    assert frame.pixels.shape == (height, width, 3)
    assert frame.alpha.min() >= 0
    assert frame.alpha.max() <= 1


@pytest.mark.parametrize(
    ("camera", "size"),
    [
        (Camera(), (0, 5)),
        (Camera(fill=0), SIZE),
        (Camera(fill=float("nan")), SIZE),
        (Camera(field_of_view=-1), SIZE),
        (Camera(field_of_view=170), SIZE),
    ],
)
def test_impossible_cameras_are_refused(camera, size):
    with pytest.raises(ValueError, match="nothing can be seen"):
        silhouette(Scene(cube()), camera, size)


def test_a_model_without_triangles_is_refused():
    none = replace(square(), faces=np.zeros((0, 3), np.int32))
    with pytest.raises(Problem) as caught:
        Scene(Model((none,)))
    assert caught.value.code is Code.MODEL_EMPTY


def test_a_model_of_one_point_is_refused():
    point = replace(square(), positions=np.zeros((4, 3), np.float32))
    with pytest.raises(Problem) as caught:
        Scene(Model((point,)))
    assert caught.value.code is Code.MODEL_EMPTY


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_model_with_vertices_that_are_nowhere_is_refused(wrong):
    lost = square().positions.copy()
    lost[2, 1] = wrong
    with pytest.raises(Problem) as caught:
        Scene(Model((replace(square(), positions=lost),)))
    assert caught.value.code is Code.MODEL_NOT_FINITE


def test_a_damaged_texture_is_refused():
    whole = texture(np.full((64, 64, 3), 90, np.uint8))
    assert whole.texture is not None
    broken = replace(whole, texture=whole.texture[:60])
    with pytest.raises(Problem) as caught:
        Scene(ball(material=broken))
    assert caught.value.code is Code.MODEL_UNREADABLE


@pytest.mark.parametrize("size", [(8192, 1), (1, 8192), (8192, 3), (1, 1)])
def test_a_texture_that_is_a_strip_keeps_its_colour(size):
    strip = texture(np.full((size[1], size[0], 3), (200, 40, 90), np.uint8))
    model = Model((square(material=strip),))
    seen = render(Scene(model), Camera(), (32, 32), lit=False).pixels[16, 16]
    np.testing.assert_allclose(seen, (200, 40, 90), atol=3)
