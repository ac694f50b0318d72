"""Photographs of the season: seen whole, the same each time, written so that nothing is lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from apps.catalog.demo import (
    PRODUCTS,
    DemoProduct,
    photographs,
    render_mask,
    render_photograph,
    write_season,
)

BY_STYLE = {product.style_code: product for product in PRODUCTS}
RING = BY_STYLE["LH-JWL-005"]


@pytest.fixture
def small_season(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A season of two products with one photograph each; their SKUs."""
    few = (RING, BY_STYLE["RW-JWL-004"])
    monkeypatch.setattr("apps.catalog.demo.photography.PRODUCTS", few)
    return [product.variants[0].sku for product in few]


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda p: p.style_code)
def test_every_product_lies_wholly_within_the_frame(product: DemoProduct) -> None:
    mask = render_mask(product, product.variants[0], shrink=8)
    assert {mask.shape[0], mask.shape[1]} == {150, 200}
    assert 0.04 < (mask > 127).mean() < 0.75
    border = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    assert not border.any()


@pytest.mark.parametrize("style", ["BR-BAG-001", "SW-PNT-002", "SG-HAT-006"])
def test_another_view_shows_another_side(style: str) -> None:
    product = BY_STYLE[style]
    seen = [render_mask(product, product.variants[0], view, shrink=8) for view in product.views]
    for other in seen[1:]:
        assert seen[0].shape != other.shape or (seen[0] != other).mean() > 0.01


def test_two_colourways_of_a_style_look_different() -> None:
    product = BY_STYLE["SG-HAT-006"]
    first, second = (render_photograph(product, variant, shrink=4) for variant in product.variants)
    means = [
        np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), float).mean((0, 1))
        for data in (first, second)
    ]
    assert np.abs(means[0] - means[1]).max() > 5


def test_a_photograph_is_the_same_bytes_every_time_and_a_phone_s_jpeg() -> None:
    data = render_photograph(RING, RING.variants[0], shrink=4)
    assert data == render_photograph(RING, RING.variants[0], shrink=4)
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    assert image.size == (300, 400)
    assert image.getexif()[0x0110] == "Halden H4"
    assert image.getexif()[0x0112] in (1, 3, 6, 8)
    assert image.getexif().get_ifd(0x8769)[0x8827] >= 80
    profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    assert ImageCms.getProfileDescription(profile).startswith("Skyvara")


def test_the_mask_is_where_the_product_is_in_the_upright_photograph() -> None:
    variant = RING.variants[0]
    upright = ImageOps.exif_transpose(
        Image.open(io.BytesIO(render_photograph(RING, variant, shrink=2)))
    )
    assert upright is not None
    mask = render_mask(RING, variant, shrink=2)
    assert mask.shape == (upright.height, upright.width)
    colour = np.asarray(upright.convert("RGB"), float)
    chroma = colour.max(2) - colour.min(2)
    assert chroma[mask > 250].mean() > 3 * chroma[mask < 5].mean()


def test_a_view_or_variant_the_product_has_not_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="not photographed from the back"):
        render_photograph(RING, RING.variants[0], "back")
    with pytest.raises(ValueError, match="no variant of LH-JWL-005"):
        render_mask(RING, BY_STYLE["SG-HAT-006"].variants[0])


def test_the_season_is_written_with_a_manifest_that_agrees_with_its_files(
    small_season: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "deep" / "season"
    calls: list[tuple[int, int, str]] = []
    written = write_season(folder, on_progress=lambda *call: calls.append(call))
    with (folder / "manifest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["sku"] for row in rows] == small_season == [p.sku for p in written]
    assert {row["file"] for row in rows} | {"manifest.csv"} == {p.name for p in folder.iterdir()}
    assert all(row["category"] == "jewellery" for row in rows)
    assert [call[:2] for call in calls] == [(1, 2), (2, 2)]
    with Image.open(folder / written[0].file) as image:
        assert image.size == (1200, 1600)


def test_an_interrupted_season_goes_on_where_it_stopped(
    small_season: list[str], tmp_path: Path
) -> None:
    class Interrupted(Exception):
        pass

    def stop(*_call: object) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        write_season(tmp_path, on_progress=stop)
    first, second = (tmp_path / p.file for p in photographs())
    assert [p.name for p in tmp_path.iterdir()] == [first.name]
    whole = first.stat().st_mtime_ns
    second.write_bytes(first.read_bytes()[:5000])
    calls: list[tuple[int, int, str]] = []
    write_season(tmp_path, on_progress=lambda *call: calls.append(call))
    assert calls == [(2, 2, second.name)]
    assert first.stat().st_mtime_ns == whole
    with Image.open(second) as image:
        image.load()
    assert {p.name for p in tmp_path.iterdir()} == {first.name, second.name, "manifest.csv"}


def test_a_folder_that_is_a_file_is_an_error_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.write_text("mine")
    with pytest.raises(OSError, match="taken"):
        write_season(path)
    assert path.read_text() == "mine"
