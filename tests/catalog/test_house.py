from datetime import date, timedelta

import pytest

from apps.accounts.models import Team
from apps.assets.models import Collection
from apps.catalog.house import install_demo_house
from apps.catalog.models import Campaign, Client, Drop, Product, Season, Variant
from apps.catalog.products import update_product

TODAY = date(2026, 11, 20)


@pytest.fixture
def house(team):
    install_demo_house(team, today=TODAY)
    return team


def rows():
    return [kind.objects.count() for kind in (Collection, Season, Drop, Client, Campaign, Product)]


def test_the_house_has_what_a_season_needs(house):
    collections, seasons, drops, clients, campaigns, products = rows()
    assert collections == 5
    assert products >= 24
    assert min(seasons, drops, clients, campaigns) >= 1
    for product in Product.objects.prefetch_related("variants"):
        assert product.price
        assert product.material
        assert product.care
        assert product.drop
        assert product.collection
        assert all(variant.swatch and variant.size for variant in product.variants.all())


def test_every_photographed_sample_is_a_variant(house):
    from apps.catalog.demo import photographs

    skus = {photograph.sku for photograph in photographs()}
    assert skus <= set(Variant.objects.values_list("sku", flat=True))


def test_doing_it_again_changes_nothing_people_changed(house):
    product = Product.objects.first()
    update_product(product, name="Another name")
    before = rows()
    install_demo_house(house, today=TODAY + timedelta(days=90))
    assert rows() == before
    assert Product.objects.get(pk=product.pk).name == "Another name"


def test_the_first_drop_is_open_and_the_others_lie_ahead(house):
    first, *others = Drop.objects.order_by("goes_live_at")
    days = (TODAY - first.goes_live_at.date()).days
    assert 0 <= days < 7
    assert others
    assert all(drop.goes_live_at.date() > TODAY for drop in others)


def test_two_teams_may_have_the_house(house):
    install_demo_house(Team.objects.create(name="Second"), today=TODAY)
    assert Season.objects.count() == 2
