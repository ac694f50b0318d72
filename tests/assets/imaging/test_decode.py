import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from apps.assets.imaging.decode import inspect_picture, open_picture
from apps.assets.imaging.limits import ANY_SIZE
from tests.assets import profiles
from tests.assets.colour_reference import delta_e, srgb_from_matrix_profile
from tests.assets.pictures import encoded, jpeg, png, scene, tiff

MODES = ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16"]


def opened(data: bytes):
    return open_picture(io.BytesIO(data), limits=ANY_SIZE)


def in_mode(pixels: np.ndarray, mode: str) -> Image.Image:
    image = Image.fromarray(pixels)
    if mode == "I;16":
        return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    if mode in {"LA", "RGBA"}:
        image = image.convert(mode)
        image.putalpha(Image.fromarray(np.full(pixels.shape[:2], 128, np.uint8)))
        return image
    return image.convert(mode)


@settings(max_examples=60, deadline=None)
@given(
    orientation=st.integers(1, 8),
    mode=st.sampled_from(MODES),
    height=st.integers(1, 24),
    width=st.integers(1, 24),
)
def test_every_orientation_and_mode_comes_out_upright(orientation, mode, height, width):
    upright = scene(height, width)
    stored = np.asarray(_as_stored(upright, orientation))
    exif = Image.Exif()
    exif[0x0112] = orientation
    kind = "TIFF" if mode == "CMYK" else "PNG"
    picture = opened(encoded(in_mode(stored, mode), kind, exif=exif))

    assert picture.pixels.shape == (height, width, 3)
    assert picture.pixels.dtype == np.uint8
    assert (picture.info.width, picture.info.height) == (width, height)
    expected = np.asarray(
        Image.fromarray(np.asarray(_upright_again(in_mode(stored, mode), orientation)))
    )
    np.testing.assert_array_equal(picture.pixels, expected)
    assert (picture.alpha is not None) == (mode in {"LA", "RGBA"})


def _as_stored(upright: np.ndarray, orientation: int) -> Image.Image:
    """What a camera held that way would have written."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = Image.fromarray(upright)
    return image.transpose(undo[orientation]) if orientation in undo else image


def _upright_again(stored: Image.Image, orientation: int) -> Image.Image:
    redo = {6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}
    pixels = np.asarray(
        Image.fromarray((np.asarray(stored) // 257).astype(np.uint8)).convert("RGB")
        if stored.mode == "I;16"
        else stored.convert("RGB")
    )
    image = Image.fromarray(pixels)
    if orientation in redo:
        return image.transpose(redo[orientation])
    return _as_stored(np.asarray(image), orientation)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sixteen_bit_tiffs_are_turned_once(orientation):
    stored = np.asarray(_as_stored(scene(40, 60), orientation)).astype(np.uint16) * 257
    data = tiff(stored, photometric="rgb", extratags=[(274, "H", 1, orientation, True)])
    np.testing.assert_array_equal(opened(data).pixels, scene(40, 60))


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize(
    ("profile", "primaries", "gamma"),
    [
        (profiles.adobe_rgb(), profiles.ADOBE_RGB, profiles.ADOBE_GAMMA),
        (profiles.display_p3(), profiles.DISPLAY_P3, 2.2),
    ],
    ids=["Adobe RGB", "Display P3"],
)
def test_a_sixteen_bit_tiff_is_right_within_one_delta_e(profile, primaries, gamma, compression):
    steps = np.linspace(0.02, 0.98, 24)
    colours = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(96, 144, 3)
    deep = np.round(colours * 65535).astype(np.uint16)
    data = tiff(deep, photometric="rgb", iccprofile=profile, compression=compression)
    picture = opened(data)

    exact = srgb_from_matrix_profile(deep / 65535, primaries, gamma)
    inside = ((exact >= 0) & (exact <= 1)).all(-1)
    assert inside.mean() > 0.4
    differences = delta_e(picture.pixels[inside] / 255, exact[inside])
    assert differences.max() < 1
    assert picture.info.bit_depth == 16
    assert picture.info.profile_used


def test_sixteen_bits_are_rounded_and_not_cut():
    deep = np.full((8, 8, 3), 128 * 257 - 100, np.uint16)
    for data in (tiff(deep, photometric="rgb"), _deep_png(deep)):
        assert opened(data).pixels[0, 0].tolist() == [128, 128, 128]


def _deep_png(deep: np.ndarray) -> bytes:
    import cv2

    return cv2.imencode(".png", deep)[1].tobytes()


def test_sixteen_bit_png_keeps_its_transparency():
    deep = np.dstack([scene(20, 30).astype(np.uint16) * 257, np.full((20, 30), 0x8080, np.uint16)])
    picture = opened(_deep_png(deep[..., [2, 1, 0, 3]]))
    np.testing.assert_array_equal(picture.pixels, scene(20, 30))
    assert picture.alpha is not None
    assert set(np.unique(picture.alpha)) == {128}


def test_a_profile_changes_colours_and_its_absence_does_not():
    with_profile = opened(png(icc_profile=profiles.adobe_rgb())).pixels
    without = opened(png()).pixels
    np.testing.assert_array_equal(without, scene())
    assert np.abs(with_profile.astype(int) - without).max() > 10


def test_the_srgb_profile_leaves_every_pixel_alone():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = opened(png(icc_profile=profile))
    np.testing.assert_array_equal(picture.pixels, scene())
    assert picture.info.profile_used


def test_a_profile_that_is_almost_srgb_counts():
    almost = profiles.matrix_profile(profiles.SRGB, 2.0, "Simplified sRGB")
    grey = Image.fromarray(np.full((30, 30, 3), 128, np.uint8))
    # (128 / 255)² of the light is 137 in sRGB.
    picture = opened(encoded(grey, "PNG", icc_profile=almost))
    assert np.abs(picture.pixels.astype(int) - 137).max() <= 1


@pytest.mark.parametrize(
    "profile",
    [
        b"not a profile at all",
        profiles.adobe_rgb()[:200],
        profiles.adobe_rgb()[:140] + b"\xff" * 352,
        profiles.grey_profile(2.2),
        b"\0" * 5_000_000,
    ],
    ids=["text", "cut", "overwritten", "of another colour space", "enormous"],
)
def test_a_profile_that_cannot_be_used_leaves_srgb_and_says_so(profile):
    picture = opened(encoded(Image.fromarray(scene()), "TIFF", icc_profile=profile))
    np.testing.assert_array_equal(picture.pixels, scene())
    assert picture.info.profile is not None
    assert not picture.info.profile_used


def test_grey_goes_through_a_grey_profile():
    grey = Image.fromarray(np.full((30, 30), 128, np.uint8))
    picture = opened(encoded(grey, "PNG", icc_profile=profiles.grey_profile(1.0)))
    # Half the light is 188 in sRGB.
    assert abs(int(picture.pixels[0, 0, 0]) - 188) <= 1


def test_cmyk_without_a_profile_is_taken_for_ideal_inks():
    inks = np.zeros((30, 30, 4), np.uint8)
    inks[..., 0] = 255
    for kind in ("JPEG", "TIFF"):
        picture = opened(encoded(Image.fromarray(inks, "CMYK"), kind))
        assert picture.info.mode == "CMYK"
        assert not picture.info.profile_used
        np.testing.assert_allclose(picture.pixels[15, 15], [0, 255, 255], atol=3)


def test_palette_transparency_becomes_alpha():
    palette = Image.fromarray(scene()).quantize(8)
    picture = opened(encoded(palette, "PNG", transparency=0))
    assert picture.alpha is not None
    assert set(np.unique(picture.alpha)) == {0, 255}
    np.testing.assert_array_equal(picture.alpha == 0, np.asarray(palette) == 0)


def test_an_alpha_that_hides_nothing_is_no_alpha():
    image = Image.fromarray(scene()).convert("RGBA")
    assert opened(encoded(image, "PNG")).alpha is None


def test_lab_is_converted():
    rgb = Image.fromarray(scene())
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    lab = ImageCms.applyTransform(rgb, to_lab)
    assert lab is not None
    picture = opened(encoded(lab, "TIFF"))
    assert delta_e(picture.pixels / 255, scene() / 255).max() < 3


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "TIFF", "PNG"])
def test_inspecting_says_what_opening_says(kind, tmp_path: Path):
    path = tmp_path / "picture"
    path.write_bytes(encoded(Image.fromarray(scene()), kind))
    assert inspect_picture(path) == open_picture(path).info


def test_phone_pictures_with_a_second_image_are_jpegs():
    first, second = Image.fromarray(scene()), Image.fromarray(scene(60, 80))
    data = encoded(first, "MPO", save_all=True, append_images=[second])
    picture = opened(data)
    assert picture.info.format == "JPEG"
    assert picture.pixels.shape == (120, 160, 3)


def test_a_path_and_a_file_give_the_same(tmp_path: Path):
    path = tmp_path / "picture"
    path.write_bytes(jpeg())
    np.testing.assert_array_equal(open_picture(path).pixels, opened(jpeg()).pixels)
