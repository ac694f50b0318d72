"""Lists are read as plain rows; they show what an asset shows by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.roles import Role
from apps.assets import lifecycle
from apps.assets.models import Asset, AssetKind, Blob, Rendition
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from tests.assets.pictures import jpeg

URL = "/api/v1/assets/"


@pytest.fixture
def reader(api, person):
    return api(person(Role.READ_ONLY))


@pytest.fixture
def everything(team, collection, make_asset):
    """Assets with all a list shows, with some of it, and without."""
    full = make_asset(filename="SR-BAG.jpg", collection=collection)
    lifecycle.edit(full, tags=["rose", "noir", "Ébène"], description="A bag.")
    product = create_product(
        team=team,
        name="Bag",
        style_code="C-1",
        category="outwear",
        variants=(NewVariant("BR-BAG-001", "Noir"),),
    )
    attach_photograph(product.variants.get(), full, view="front")
    version = full.current_version
    used: list[Rendition] = []
    for name, width, kind in (
        ("grid_640_webp", 640, "image/webp"),
        ("grid_640_jpeg", 640, "image/jpeg"),
        ("thumb_320_webp", 320, "image/webp"),
        ("turntable_mp4", 320, "video/mp4"),
    ):
        blob = make_asset(jpeg(120 + len(used), 160)).current_version.blob
        Blob.objects.filter(pk=blob.pk).update(media_type=kind)
        row = {"specification": name, "width": width, "height": width}
        used.append(Rendition.objects.create(version=version, blob=blob, **row))
    make_asset(filename="plain.jpg")
    Asset.objects.create(team=team, kind=AssetKind.MODEL_3D, name="no version yet", role="model")
    return full


def test_a_list_shows_what_each_asset_shows_by_itself(reader, everything):
    rows = reader.get(URL).json()["data"]
    assert len(rows) == Asset.objects.count()
    shown = next(row for row in rows if row["id"] == str(everything.pk))
    assert shown["sku"] == "BR-BAG-001"
    assert [one["width"] for one in shown["picture"]] == [320, 640, 640]
    assert [one["media_type"] for one in shown["picture"]][1:] == ["image/webp", "image/jpeg"]
    for row in rows:
        alone = reader.get(f"{URL}{row['id']}/").json()["data"]
        assert row == {name: alone[name] for name in row}
        assert list(row) == list(alone)[: len(row)]


@pytest.mark.parametrize("ordering", ["-created_at", "name", "-name", "updated_at"])
def test_pages_and_cursors_keep_the_order(reader, everything, ordering):
    query = {"ordering": ordering, "page_size": 2}
    whole = [row["id"] for row in reader.get(URL, {"ordering": ordering}).json()["data"]]
    pages, step, cursor = [], 1, ""
    while len(pages) < len(whole):
        pages += [row["id"] for row in reader.get(URL, query | {"page": step}).json()["data"]]
        step += 1
    walked: list[str] = []
    while cursor is not None:
        answer = reader.get(URL, query | {"cursor": cursor}).json()
        walked += [row["id"] for row in answer["data"]]
        cursor = answer["meta"]["next_cursor"]
    assert pages == walked == whole


def test_the_total_is_true_whether_or_not_the_page_is_full(reader, everything):
    number = Asset.objects.count()
    for size in (1, number - 1, number, number + 1):
        meta = reader.get(URL, {"page_size": size}).json()["meta"]
        assert (meta["total"], meta["has_more"]) == (number, size < number)
    assert reader.get(URL, {"q": "nothing like it"}).json()["meta"]["total"] == 0
    assert reader.get(URL, {"page": 2}).status_code == 404


def test_a_search_that_finds_few_counts_no_further(reader, everything):
    with CaptureQueriesContext(connection) as queries:
        assert len(reader.get(URL, {"q": "bag"}).json()["data"]) == 1
    assert not any("COUNT(" in one["sql"] for one in queries.captured_queries)
