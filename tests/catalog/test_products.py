from decimal import Decimal

import pytest

from apps.catalog.models import Drop, Product, Season, Variant
from apps.catalog.products import (
    NewVariant,
    add_variant,
    archive_product,
    create_product,
    find_or_create_for_photograph,
    update_product,
    update_variant,
)
from apps.catalog.publishing.showcase import publish
from skyy.api.errors import Code, Problem


def test_a_price_is_kept_to_the_last_billionth(team):
    product = create_product(
        team=team, name="Ring", style_code="R-1", price=Decimal("1234567.123456789")
    )
    assert Product.objects.get(pk=product.pk).price == Decimal("1234567.123456789")


@pytest.mark.parametrize("price", ["-0.01", "NaN", "Infinity", "0.0000000001", "9300000000"])
def test_what_is_no_price_is_refused_by_its_field(team, price):
    with pytest.raises(Problem) as caught:
        create_product(team=team, name="Ring", style_code="R-1", price=Decimal(price))
    assert caught.value.code == Code.REQUEST_INVALID
    assert "price" in caught.value.fields
    assert not Product.objects.exists()


def test_products_of_one_name_get_addresses_of_their_own(team, other_team):
    slugs = [
        create_product(team=of, name="Noir Coat", style_code=code).slug
        for of, code in ((team, "A"), (team, "B"), (other_team, "A"))
    ]
    assert slugs == ["noir-coat", "noir-coat-2", "noir-coat-3"]


def test_a_name_without_latin_letters_still_has_an_address(team):
    assert create_product(team=team, name="黒い薔薇", style_code="A").slug == "product"


def test_a_style_code_in_use_is_a_conflict_named_by_its_field(team, coat):
    with pytest.raises(Problem) as caught:
        create_product(team=team, name="Other", style_code=coat.style_code)
    assert caught.value.code == Code.CONFLICT
    assert list(caught.value.fields) == ["style_code"]


def test_a_sku_is_unique_within_the_team_and_free_in_another(team, other_team, noir):
    with pytest.raises(Problem) as caught:
        create_product(
            team=team, name="Copy", style_code="C", variants=(NewVariant(f" {noir.sku} "),)
        )
    assert caught.value.code == Code.SKU_TAKEN
    assert not Product.objects.filter(style_code="C").exists()
    copy = create_product(
        team=other_team, name="Copy", style_code="C", variants=(NewVariant(noir.sku),)
    )
    assert copy.variants.get().sku == noir.sku


@pytest.mark.parametrize("sku", ["", "  ", "a/b", "a\\b", "a\x00b", "a\nb", "..", "x" * 65])
def test_a_sku_that_could_not_name_a_file_is_refused(coat, sku):
    with pytest.raises(Problem) as caught:
        add_variant(coat, sku=sku)
    assert caught.value.code == Code.REQUEST_INVALID
    assert coat.variants.count() == 3


def test_a_swatch_must_be_a_colour(coat):
    with pytest.raises(Problem) as caught:
        add_variant(coat, sku="X", swatch="red; background: url(x)")
    assert list(caught.value.fields) == ["swatch"]


def test_new_variants_stand_after_the_others(coat):
    assert add_variant(coat, sku="A-FIRST-BY-NAME").position == 3
    assert coat.variants.last().sku == "A-FIRST-BY-NAME"


def test_a_variant_cannot_take_its_neighbours_sku(noir, rose):
    with pytest.raises(Problem) as caught:
        update_variant(noir, sku=rose.sku)
    assert caught.value.code == Code.SKU_TAKEN
    assert update_variant(noir, sku=noir.sku, size="36").size == "36"


def test_a_drop_of_another_season_is_refused(team, coat):
    spring = Season.objects.create(team=team, slug="s", name="Spring")
    autumn = Season.objects.create(team=team, slug="a", name="Autumn")
    drop = Drop.objects.create(season=autumn, slug="d", name="First")
    with pytest.raises(Problem) as caught:
        update_product(coat, season=spring, drop=drop)
    assert list(caught.value.fields) == ["drop"]
    assert update_product(coat, drop=drop).season == autumn


def test_another_teams_collection_is_refused(other_team, collection):
    with pytest.raises(Problem) as caught:
        create_product(team=other_team, name="X", style_code="X", collection=collection)
    assert list(caught.value.fields) == ["collection"]


def test_the_address_outlives_a_new_name(coat):
    assert update_product(coat, name="Night Coat").slug == "noir-coat"


def test_a_live_product_is_not_archived_behind_the_shops_back(coat, noir, approve, producer):
    approve(noir)
    publish(coat, producer)
    with pytest.raises(Problem) as caught:
        archive_product(coat)
    assert caught.value.code == Code.CONFLICT


def test_a_known_sku_finds_its_variant_and_changes_nothing(team, contributor, noir, collection):
    found = find_or_create_for_photograph(
        team=team, user=contributor, sku=noir.sku, category="bag", collection=None, name="Bag"
    )
    assert found == noir
    assert found.product.name == "Noir Coat"


def test_a_new_sku_makes_a_product_of_one_variant(team, contributor, collection):
    variant = find_or_create_for_photograph(
        team=team, user=contributor, sku="SR-TEE-001", category="t-shirt", collection=collection
    )
    assert (variant.product.style_code, variant.product.collection) == ("SR-TEE-001", collection)
    assert Variant.objects.filter(product=variant.product).count() == 1


def test_long_skus_that_begin_alike_make_products_of_their_own(team, contributor):
    made = {
        find_or_create_for_photograph(team=team, user=contributor, sku="x" * 60 + end).product_id
        for end in ("1", "2", "3")
    }
    assert len(made) == 3
