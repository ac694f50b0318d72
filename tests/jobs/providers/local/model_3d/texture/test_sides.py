"""The sides: cloth that runs on, and a relief's quiet back."""

import cv2
import numpy as np
import pytest

from apps.jobs.providers.local.model_3d.outline.result import Construction
from apps.jobs.providers.local.model_3d.surface.solid import Part
from apps.jobs.providers.local.model_3d.texture.rim import depth_inside
from apps.jobs.providers.local.model_3d.texture.skin import texture_solid
from tests.jobs.providers.local.model_3d.texture.wardrobe import (
    SMALL,
    dressed,
    inflated,
    outlined,
    sampled,
)

GREEN = (30, 160, 40)
WHITE, NAVY, YELLOW = (225, 222, 215), (25, 30, 110), (220, 190, 40)


def blotched(strength):
    """Cloth of blotches that are nowhere the same."""
    outline = dressed(WHITE, GREEN)
    noise = np.random.default_rng(5).normal(0, 1, outline.alpha.shape).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 4)
    noise = np.clip(noise / noise.std() * strength, -1, 1)[..., None]
    cloth = 130 + noise * (100, 70, -40)
    outline.pixels[:] = np.where(outline.alpha[..., None] > 0, cloth, outline.pixels)
    return outline


def at_the_side(solid, outline, width=16):
    """Triangles of the front along the torso's straight sides; their opposites in the back."""
    front, back = (np.flatnonzero(solid.parts == part) for part in (Part.FRONT, Part.BACK))
    middle = solid.plane[solid.faces[front]].mean(axis=1)
    row, column = np.rint(middle[:, 1]).astype(int), np.rint(middle[:, 0]).astype(int)
    near = (depth_inside(outline.alpha)[row, column] < width) & (row > 95) & (row < 195)
    near &= (column > 50) & (column < 150)
    return front[near], back[near]


def textured(outline, thickness=26):
    solid = inflated(outline, step=2, thickness=thickness)
    return solid, texture_solid(solid, outline, tier=SMALL, category="shirt")


@pytest.mark.parametrize("strength", [0.25, 0.9])
def test_the_two_halves_of_a_side_are_not_each_others_mirror(strength):
    outline = blotched(strength)
    solid, made = textured(outline)
    front, back = at_the_side(solid, outline)
    one, two = (sampled(made, faces)[:, -1].mean(axis=1) for faces in (front, back))

    assert len(front) > 200
    assert one.std() > 3
    assert np.corrcoef(one, two)[0, 1] < 0.5


def test_stripes_keep_their_height_all_round_the_side():
    outline = dressed(WHITE, GREEN)
    stripe = (np.arange(outline.alpha.shape[0]) // 8) % 2 == 0
    outline.pixels[stripe[:, None] & (outline.alpha > 0)] = NAVY
    solid, made = textured(outline)
    faces = np.concatenate(at_the_side(solid, outline))
    shown = sampled(made, faces)[:, -1].mean(axis=1)
    height = solid.plane[solid.faces[faces]].mean(axis=1)[:, 1]
    clear = np.abs(height % 8 - 4) < 2

    assert ((shown < 120) == ((height // 8) % 2 == 0))[clear].mean() > 0.93


def test_each_side_keeps_its_own_color():
    outline = dressed(YELLOW, GREEN)
    outline.pixels[:, 100:][outline.alpha[:, 100:] > 0] = NAVY
    solid, made = textured(outline)
    faces = np.concatenate(at_the_side(solid, outline))
    shown = sampled(made, faces)[:, -1]
    right = solid.plane[solid.faces[faces]].mean(axis=1)[:, 0] > 100

    assert (shown[right, 0] < 90).all()
    assert (shown[~right, 0] > 150).all()


def test_the_back_of_a_relief_is_one_quiet_cloth():
    outline = dressed((60, 45, 40), GREEN)
    # An insole that reaches the edge.
    cv2.ellipse(outline.pixels, (115, 150), (40, 45), 0, 0, 360, (225, 200, 170), cv2.FILLED)
    outline = outlined(outline.pixels, outline.alpha, construction=Construction.RELIEF)
    outline.pixels[outline.alpha == 0] = GREEN
    solid = inflated(outline)
    made = texture_solid(solid, outline, tier=SMALL, category="shoes")
    normal = made.primitive.normals[made.primitive.faces].mean(axis=1)
    back = sampled(made, normal[:, 2] < -0.6)

    assert back.max() < 100
    assert np.median(back[..., 0]) > np.median(back[..., 2]) > 20
    assert (sampled(made, solid.parts == Part.FRONT).max(axis=2) > 200).any()
