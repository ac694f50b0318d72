"""The same searches with the same answers on every database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.assets import lifecycle, search
from apps.assets.folding import folded
from apps.assets.models import Asset, Tag
from apps.catalog.photographs import attach_photograph, detach_photograph
from apps.catalog.products import NewVariant, create_product
from apps.catalog.variants import update_variant


@pytest.fixture
def found(team):
    def find(text):
        return set(search.matching(Asset.objects.all(), text).values_list("name", flat=True))

    return find


@pytest.fixture
def asset(team):
    def make(name, **more):
        return Asset.objects.create(team=team, kind="image", name=name, status="ready", **more)

    return make


@pytest.fixture
def variant(team):
    product = create_product(
        team=team,
        name="Coat",
        style_code="C-1",
        category="outwear",
        variants=(NewVariant("BR-COT-001", "Noir"),),
    )
    return product.variants.get()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bag", {"Black Bag", "bagatelle"}),
        ("BAG", {"Black Bag", "bagatelle"}),
        ("black bag", {"Black Bag"}),
        ("bag black", {"Black Bag"}),
        ("ack", {"Black Bag", "back\\slash"}),
        ("straße", {"STRASSE 7"}),
        ("été", {"Été"}),
        ("ÉTÉ", {"Été"}),
        ("e\u0301te\u0301", {"Été"}),
        ("100%", {"100% wool"}),
        ("100_", {"100_wool"}),
        ("\\", {"back\\slash"}),
        ("%", {"100% wool"}),
        ("k b", {"Black Bag", "back\\slash"}),
        ("velvet", set()),
        (
            "\0",
            {"Black Bag", "bagatelle", "STRASSE 7", "Été", "100% wool", "100_wool", "back\\slash"},
        ),
    ],
)
def test_every_word_must_occur_whatever_its_case(asset, found, text, expected):
    names = ["Black Bag", "bagatelle", "STRASSE 7", "Été", "100% wool", "100_wool", "back\\slash"]
    for name in names:
        asset(name)
    assert found(text) == expected


def test_description_tags_and_sku_are_found_and_forgotten_with_them(asset, found, variant):
    one = asset("one")
    lifecycle.edit(one, description="By the Window", tags=["Tote"])
    photograph = attach_photograph(variant, one, "front")
    for word in ("window", "tote", "br-cot-001", "cot-001 tote window one"):
        assert found(word) == {"one"}
    update_variant(variant, sku="BR-COT-002")
    assert found("cot-001") == set()
    assert found("cot-002") == {"one"}
    photograph.refresh_from_db()
    detach_photograph(photograph)
    assert found("cot-002") == set()
    lifecycle.edit(one, name="two", description="", tags=[])
    assert found("two") == {"two"}
    for word in ("one", "window", "tote"):
        assert found(word) == set()


def test_a_tag_that_is_renamed_is_found_by_its_new_name(asset, found, team):
    lifecycle.edit(asset("one"), tags=["tote"])
    tag = Tag.objects.get()
    tag.name = "shopper"
    tag.save()
    assert search.refresh_tag(tag.pk) == 1
    assert found("shopper") == {"one"}
    assert found("tote") == set()


def test_refreshing_takes_as_many_queries_for_many_as_for_few(asset, django_assert_num_queries):
    ids = [asset(f"n{number}").pk for number in range(40)]
    assert search.refresh(ids) == 0
    for part in (ids[:2], ids):
        Asset.objects.filter(pk__in=part).update(search="stale")
        with django_assert_num_queries(3):
            assert search.refresh(part) == len(part)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=1, max_size=30), st.text(max_size=6))
def test_the_database_finds_what_python_would(asset, found, name, text):
    Asset.objects.all().delete()
    made = asset(name.replace("\0", "") or "x")
    looked_for = search.words(text)
    assert bool(found(text)) == all(word in folded(made.name) for word in looked_for)
