"""Shadows, roughness, seen share and file size."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.providers.local.model_3d.surface.solid import Part, Solid
from apps.jobs.providers.local.model_3d.texture.finish import roughness_and_metallic
from apps.jobs.providers.local.model_3d.texture.pattern import repeats
from apps.jobs.providers.local.model_3d.texture.shading import even_light
from apps.jobs.providers.local.model_3d.texture.skin import MOST_BYTES, encode_texture
from apps.jobs.providers.local.model_3d.texture.visibility import seen_share
from apps.jobs.providers.local.tone import decode
from tests.jobs.providers.local.model_3d.texture.wardrobe import dressed, inflated, woven


def test_a_large_shadow_grows_fainter_and_no_hue_turns():
    outline = dressed((190, 120, 60), (90, 90, 90))
    shadow = np.linspace(1.0, 0.72, outline.alpha.shape[1])
    dark = np.clip(outline.pixels * shadow[None, :, None], 0, 255).astype(np.uint8)
    even, gains = even_light(dark, outline.alpha)

    def fall(picture):
        gray = picture.mean(axis=2)
        return gray[110:190, 60:75].mean() - gray[110:190, 125:140].mean()

    assert fall(even) < 0.8 * fall(dark)
    assert gains[0] < 1 < gains[1]
    inside = outline.alpha > 0
    before, after = decode(dark)[inside], decode(even)[inside]
    ratio = after.mean(axis=0) / before.mean(axis=0)
    assert np.ptp(ratio) < 0.02


def test_even_cloth_and_broad_panels_are_left_alone():
    outline = dressed((190, 120, 60), (90, 90, 90))
    outline.pixels[:, 100:][outline.alpha[:, 100:] > 0] = (60, 60, 70)
    even, _ = even_light(outline.pixels, outline.alpha)
    inside = cv2.erode(outline.alpha, np.ones((9, 9), np.uint8)) > 0

    assert np.abs(even[inside].astype(int) - outline.pixels[inside]).mean() < 3


@pytest.mark.parametrize(
    ("material", "category", "least", "most"),
    [
        ("100% silk satin", "dress", 0.3, 0.5),
        ("Lamb leather", "outwear", 0.4, 0.6),
        ("raw denim, 14 oz", "pants", 0.8, 0.95),
        ("suede, leather sole", "shoes", 0.9, 1.0),
        ("merino knit", "knitwear", 0.9, 1.0),
        ("", "t-shirt", 0.8, 0.95),
        ("", "unheard-of", 0.7, 0.95),
    ],
)
def test_roughness_fits_the_material(material, category, least, most):
    cloth = woven((60, 60), (90, 80, 70))
    alpha = np.full((60, 60), 255, np.uint8)
    roughness, metallic = roughness_and_metallic(cloth, alpha, category=category, material=material)

    assert least <= roughness <= most
    assert metallic == 0


def test_only_metal_jewellery_is_metal():
    cloth, alpha = woven((60, 60), (200, 170, 90)), np.full((60, 60), 255, np.uint8)

    def metallic(category, material):
        return roughness_and_metallic(cloth, alpha, category=category, material=material)[1]

    assert metallic("jewellery", "14k gold") == 1
    assert metallic("jewellery", "glass beads on cotton") == 0
    assert metallic("dress", "gold satin") == 0


@given(st.text(max_size=40), st.text(max_size=12))
def test_any_words_give_a_roughness(material, category):
    cloth, alpha = woven((40, 40), (90, 80, 70)), np.full((40, 40), 255, np.uint8)
    roughness, metallic = roughness_and_metallic(cloth, alpha, category=category, material=material)

    assert 0.25 <= roughness <= 1
    assert metallic in (0, 1)


def test_stripes_and_checks_repeat_and_plain_cloth_does_not():
    plain = woven((200, 200), (120, 90, 80))
    rows, columns = np.indices((200, 200)) // 9 % 2
    striped, checked = plain.copy(), plain.copy()
    striped[rows == 0] = (30, 30, 90)
    checked[rows == columns] = (30, 30, 90)
    spots = plain.copy()
    generator = np.random.default_rng(5)
    for x, y in generator.integers(0, 200, (60, 2)):
        cv2.circle(spots, (int(x), int(y)), int(generator.integers(3, 12)), (30, 30, 90), -1)
    everywhere = np.ones((200, 200), bool)

    assert repeats(striped, everywhere)
    assert repeats(checked, everywhere)
    assert not repeats(plain, everywhere)
    assert not repeats(spots, everywhere)


def test_seen_share_is_what_the_camera_sees():
    outline = dressed((190, 120, 60), (90, 90, 90))
    solid = inflated(outline, thickness=20)
    one = seen_share(solid, with_back=False)

    assert 0.3 < one < 0.5
    assert 0.6 < seen_share(solid, with_back=True) < 0.98


def test_what_is_hidden_or_inside_is_not_seen():
    outline = dressed((190, 120, 60), (90, 90, 90))
    solid = inflated(outline, thickness=4)
    count = len(solid.positions)
    behind = solid.positions - np.asarray([0, 0, 0.3], np.float32)
    both = Solid(
        np.concatenate([solid.positions, behind]),
        np.concatenate([solid.faces, solid.faces + count]),
        np.concatenate([solid.parts, solid.parts]),
        np.concatenate([solid.plane, solid.plane]),
    )
    lined = Solid(
        solid.positions,
        solid.faces,
        np.where(solid.parts == Part.BACK, Part.LINING, Part.FRONT).astype(np.uint8),
        solid.plane,
    )

    assert seen_share(both, with_back=False) == pytest.approx(
        seen_share(solid, with_back=False) / 2, rel=0.05
    )
    assert seen_share(lined, with_back=False) > 0.85


def test_even_noise_stays_within_the_budget_of_a_telephone():
    noise = np.random.default_rng(2).integers(0, 255, (2048, 2048, 3)).astype(np.uint8)
    calm = cv2.GaussianBlur(noise, (0, 0), 1.2)

    assert len(encode_texture(calm, 90)) <= MOST_BYTES
