"""Colours: the photograph where it shows, no background, cloth of its own behind."""

import cv2
import numpy as np
import pytest

from apps.jobs.providers.local.model_3d.outline.result import Opening, OpeningKind
from apps.jobs.providers.local.model_3d.surface.solid import Part, Solid
from apps.jobs.providers.local.model_3d.texture.skin import texture_solid
from tests.jobs.providers.local.model_3d.texture.wardrobe import (
    SMALL,
    decoded,
    dressed,
    inflated,
    outlined,
    sampled,
    silhouette,
    woven,
)

GREEN = (30, 160, 40)
WHITE, NAVY, YELLOW = (225, 222, 215), (25, 30, 110), (220, 190, 40)


def textured(outline, **more):
    solid = inflated(outline)
    return solid, texture_solid(solid, outline, tier=SMALL, category="shirt", **more)


def lettered(ink=NAVY):
    """A white shirt that says something."""
    outline = dressed(WHITE, GREEN)
    for word, line in (("NO", 120), ("WAY", 150)):
        cv2.putText(outline.pixels, word, (66, line), cv2.FONT_HERSHEY_DUPLEX, 1.0, ink, 3)
    return outline


@pytest.mark.parametrize("reduction", [1, 2, 4, 8])
def test_no_face_shows_the_ground_in_any_mipmap(reduction):
    outline = dressed((185, 40, 30), GREEN)
    # A cut-out's last pixels are mixed with the ground.
    outline.pixels[:] = cv2.GaussianBlur(outline.pixels, (0, 0), 0.7)
    _, made = textured(outline)
    picture = decoded(made)
    side = len(picture) // reduction
    picture = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)

    shown = sampled(made, picture=picture)
    assert (shown[..., 1] < shown[..., 0]).all()
    assert (shown[..., 1] - shown[..., 2]).max() < 40


def test_the_front_shows_the_photograph():
    outline = lettered()
    solid, made = textured(outline)
    normal = made.primitive.normals[made.primitive.faces].mean(axis=1)
    facing = (solid.parts == Part.FRONT) & (normal[:, 2] > 0.9)
    middle = solid.plane[solid.faces[facing]].mean(axis=1)
    at = np.rint(middle).astype(int)
    calm = cv2.GaussianBlur(outline.pixels, (0, 0), 1)
    photograph = calm[at[:, 1], at[:, 0]].astype(int)
    texture = cv2.GaussianBlur(decoded(made), (0, 0), 1.5)
    shown = sampled(made, facing, texture)[:, -1]

    assert np.median(np.abs(shown - photograph)) < 6
    assert (np.abs(shown - photograph).max(axis=1) > 60).mean() < 0.05


def test_the_back_carries_no_print():
    solid, made = textured(lettered())
    back = sampled(made, solid.parts == Part.BACK)
    front = sampled(made, solid.parts == Part.FRONT)

    assert (front.max(axis=2) < 120).any()
    assert back.max(axis=2).min() > 185
    assert made.back == "synthesised"


def test_the_back_carries_no_edges_of_the_print():
    lettered_solid, lettered_made = textured(lettered())
    plain_solid, plain_made = textured(dressed(WHITE, GREEN))

    def spread(solid, made):
        return sampled(made, solid.parts == Part.BACK).mean(axis=2).std()

    assert spread(lettered_solid, lettered_made) < 1.5 * spread(plain_solid, plain_made) + 1


def test_the_back_keeps_broad_colors():
    outline = dressed(WHITE, GREEN)
    outline.pixels[130:][outline.alpha[130:] > 0] = NAVY
    solid, made = textured(outline)
    back = solid.parts == Part.BACK
    shown = sampled(made, back)[:, -1].mean(axis=1)
    height = solid.plane[solid.faces[back]].mean(axis=1)[:, 1]

    assert (shown[height < 115] > 180).mean() > 0.97
    assert (shown[height > 145] < 90).mean() > 0.97


def test_stripes_run_on_round_the_back():
    outline = dressed(WHITE, GREEN)
    stripe = (np.arange(outline.alpha.shape[0]) // 8) % 2 == 0
    outline.pixels[stripe[:, None] & (outline.alpha > 0)] = NAVY
    solid, made = textured(outline)
    back = solid.parts == Part.BACK
    shown = sampled(made, back)[:, -1].mean(axis=1)
    at = solid.plane[solid.faces[back]].mean(axis=1)
    inner = (np.abs(at[:, 0] - 100) < 35) & (at[:, 1] > 60) & (at[:, 1] < 190)
    row = (at[inner, 1] % 8 - 4) * (1 - 2 * ((at[inner, 1] // 8) % 2))
    clear = np.abs(at[inner, 1] % 8 - 4) < 2
    dark = ((at[inner, 1] // 8) % 2 == 0)[clear]

    assert row.size > 100
    agreement = ((shown[inner][clear] < 120) == dark).mean()
    assert agreement > 0.9


def test_the_neckline_stays_in_front():
    outline = dressed(WHITE, GREEN)
    line = ((72.0, 28.0), (100.0, 24.0), (128.0, 28.0))
    cv2.ellipse(outline.pixels, (100, 30), (22, 12), 0, 0, 180, NAVY, cv2.FILLED)
    outline = outlined(outline.pixels, outline.alpha, openings=(Opening(OpeningKind.NECK, line),))
    solid, made = textured(outline)

    shown = sampled(made, solid.parts == Part.BACK)[:, -1].max(axis=1)
    assert (shown > 180).mean() > 0.998
    assert (sampled(made, solid.parts == Part.FRONT).max(axis=2) < 130).any()


def test_a_real_photograph_of_the_back_is_used_the_right_way_round():
    outline = dressed(WHITE, GREEN)
    alpha = np.ascontiguousarray(silhouette()[:, ::-1])
    pixels = woven(alpha.shape, YELLOW)
    # A patch on the wearer's right, which is on the right of a photograph of the back.
    cv2.circle(pixels, (125, 120), 14, NAVY, cv2.FILLED)
    solid, made = textured(outline, back=outlined(pixels, alpha))
    _, alone = textured(outline)

    back = solid.parts == Part.BACK
    shown = sampled(made, back)[:, -1]
    at = solid.plane[solid.faces[back]].mean(axis=1)
    patch = np.hypot(at[:, 0] - (200 - 125), at[:, 1] - 120) < 10
    assert made.back == "photograph"
    assert (shown[patch].max(axis=1) < 130).all()
    away = np.hypot(at[:, 0] - (200 - 125), at[:, 1] - 120) > 20
    assert (shown[away][:, 0] > 180).mean() > 0.97
    assert made.seen_share > alone.seen_share + 0.3
    assert made.warnings == ()


def test_a_photograph_of_something_else_is_not_put_on_the_back():
    outline = dressed(WHITE, GREEN)
    alpha = silhouette([(20, 15), (60, 15), (60, 180), (180, 180), (180, 220), (20, 220)])
    solid, made = textured(outline, back=outlined(woven(alpha.shape, YELLOW), alpha))

    assert made.back == "synthesised"
    assert "back_outline_differs" in made.warnings
    assert sampled(made, solid.parts == Part.BACK)[..., 2].min() > 150


def test_the_inside_is_darker_and_plain():
    outline = lettered(ink=(200, 30, 30))
    solid = inflated(outline)
    parts = np.where(solid.parts == Part.BACK, Part.LINING, Part.FRONT).astype(np.uint8)
    solid = Solid(solid.positions, solid.faces, parts, solid.plane)
    made = texture_solid(solid, outline, tier=SMALL, category="shirt")
    inside = sampled(made, parts == Part.LINING)

    assert 130 < np.median(inside) < 205
    assert (inside[..., 0] - inside[..., 1]).max() < 25


def test_the_same_product_gives_the_same_bytes():
    threads = cv2.getNumThreads()
    made = []
    try:
        for count in (1, 2):
            cv2.setNumThreads(count)
            made.append(textured(lettered())[1])
    finally:
        cv2.setNumThreads(threads)

    assert made[0].primitive.material.texture == made[1].primitive.material.texture
    assert made[0].primitive.uv.tobytes() == made[1].primitive.uv.tobytes()
    assert made[0].primitive.normals.tobytes() == made[1].primitive.normals.tobytes()


def test_a_strap_of_a_few_pixels_gets_its_own_color():
    outline = dressed((185, 40, 30), GREEN, points=[(96, 10), (104, 10), (104, 220), (96, 220)])
    solid = inflated(outline, step=2, thickness=3)
    made = texture_solid(solid, outline, tier=SMALL, category="other")
    shown = sampled(made)

    assert (shown[..., 1] < shown[..., 0]).all()
