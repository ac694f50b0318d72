"""The season's data is what a house could sell and an importer could trust."""

from __future__ import annotations

import re
from collections import Counter

from apps.catalog.demo import (
    CAMPAIGNS,
    CLIENTS,
    COLLECTIONS,
    DROPS,
    PRODUCTS,
    SEASON,
    VIEWS,
    photographs,
)
from apps.catalog.demo.studio.floors import GROUNDS

CATEGORIES = {
    *("dress", "shirt", "t-shirt", "longsleeve", "outwear", "pants", "shorts", "skirt"),
    *("shoes", "hat", "bag", "jewellery", "knitwear", "scarf"),
}
VARIANTS = [variant for product in PRODUCTS for variant in product.variants]


def test_five_collections_hold_at_least_four_of_at_least_24_products() -> None:
    count = Counter(product.collection for product in PRODUCTS)
    assert {c.slug for c in COLLECTIONS} == set(count)
    assert set(count) == {"black_rose", "signature", "love_hurts", "showroom", "runway"}
    assert min(count.values()) >= 4
    assert len(PRODUCTS) >= 24


def test_every_sku_and_style_code_is_unique_and_says_its_style_and_size() -> None:
    skus = [variant.sku for variant in VARIANTS]
    assert len(set(skus)) == len(skus)
    assert len({product.style_code for product in PRODUCTS}) == len(PRODUCTS)
    for product in PRODUCTS:
        for variant in product.variants:
            assert re.fullmatch(rf"{product.style_code}-[A-Z]{{2,4}}-{variant.size}", variant.sku)


def test_skus_of_all_sizes_of_all_colourways_are_unique() -> None:
    every = [variant.sku_for(size) for variant in VARIANTS for size in variant.sizes]
    assert len(set(every)) == len(every)
    assert {variant.sku for variant in VARIANTS} <= set(every)


def test_every_product_is_complete_for_the_shop() -> None:
    for product in PRODUCTS:
        assert product.category in CATEGORIES
        assert product.price > 0
        assert product.price.as_tuple().exponent == -2
        assert product.currency == "EUR"
        assert 2 <= product.description.count(".") <= 4
        assert product.material
        assert product.care
        assert product.season == SEASON.slug
        assert product.drop in {drop.slug for drop in DROPS}
        assert product.scene in GROUNDS
        assert product.views[0] == "front"
        assert set(product.views) <= set(VIEWS)
        for variant in product.variants:
            assert variant.size in variant.sizes
            assert re.fullmatch(r"#[0-9a-f]{6}", variant.swatch)


def test_enough_styles_have_two_colourways_and_a_second_view() -> None:
    assert sum(len(product.variants) > 1 for product in PRODUCTS) >= 3
    assert sum(len(product.views) > 1 for product in PRODUCTS) >= 8


def test_campaigns_belong_to_clients_and_show_a_collection() -> None:
    assert len(CLIENTS) == 2
    assert len(CAMPAIGNS) == 3
    for campaign in CAMPAIGNS:
        assert campaign.client in {client.slug for client in CLIENTS}
        assert campaign.collection in {collection.slug for collection in COLLECTIONS}
        assert campaign.budget > 0


def test_every_variant_is_photographed_from_the_front_under_a_name_of_its_own() -> None:
    season = photographs()
    fronts = [p.sku for p in season if p.view == "front"]
    assert sorted(fronts) == sorted(variant.sku for variant in VARIANTS)
    assert len({p.file for p in season}) == len(season)
