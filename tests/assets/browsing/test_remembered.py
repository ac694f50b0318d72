import pytest
from django.core.cache import cache

from apps.accounts.roles import Role
from apps.assets import lifecycle, search
from apps.assets.models import Asset, Tag
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from apps.catalog.variants import update_variant


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def tagged(make_asset):
    asset = make_asset()
    lifecycle.edit(asset, tags=["noir", "rose"])
    return asset


def tags(client, **query):
    facets = client.get("/library/", query).context["facets"]
    found = next((facet for facet in facets if facet.name == "tags"), None)
    return {option.value: option.count for option in found.options} if found else {}


def test_what_was_counted_is_not_counted_again(
    browser, contributor, tagged, django_assert_max_num_queries
):
    client = browser(contributor)
    assert tags(client) == {"noir": 1, "rose": 1}
    with django_assert_max_num_queries(13) as captured:
        assert tags(client) == {"noir": 1, "rose": 1}
    assert not any('COUNT(*) AS "number"' in one["sql"] and "tag_id" in one["sql"]
                   for one in captured.captured_queries)  # fmt: skip


@pytest.mark.parametrize("change", ["upload", "edit", "delete", "restore", "role"])
def test_every_change_is_counted_at_once(browser, contributor, make_asset, tagged, change):
    client = browser(contributor)
    other = make_asset(filename="other.jpg")
    lifecycle.edit(other, tags=["noir"])
    if change == "restore":
        lifecycle.delete(other)
    before = tags(client)
    if change == "upload":
        lifecycle.edit(make_asset(filename="third.jpg"), tags=["noir", "sand"])
    elif change == "edit":
        lifecycle.edit(other, tags=["rose"])
    elif change == "delete":
        lifecycle.delete(other)
    elif change == "restore":
        lifecycle.restore(other, contributor)
    else:
        lifecycle.edit(other, role="mask")
    cached = tags(client)
    cache.clear()
    assert cached == tags(client) != before


@pytest.mark.parametrize("renamed", ["tag", "sku"])
def test_what_a_search_finds_by_other_words_is_counted_at_once(
    browser, contributor, team, tagged, renamed
):
    product = create_product(
        team=team,
        name="Coat",
        style_code="C-1",
        category="outwear",
        variants=(NewVariant("OLD-1", "Noir"),),
    )
    variant = product.variants.get()
    attach_photograph(variant, tagged, view="front")
    client = browser(contributor)
    assert tags(client, q="old") == {"noir": 1, "rose": 1}
    assert tags(client, q="gone") == {}
    if renamed == "sku":
        update_variant(variant, sku="GONE-1")
    else:
        tag = Tag.objects.get(name="rose")
        Tag.objects.filter(pk=tag.pk).update(name="gone")
        search.refresh_tag(tag.pk)
    assert tags(client, q="gone") == {"noir": 1, ("rose" if renamed == "sku" else "gone"): 1}


def test_another_team_has_answers_of_its_own(browser, contributor, person, other_team, tagged):
    assert tags(browser(contributor))
    assert tags(browser(person(Role.API_USER, other_team))) == {}


def test_filters_are_questions_of_their_own(browser, contributor, tagged, make_asset):
    client = browser(contributor)
    lifecycle.edit(make_asset(filename="mask.jpg", role="mask"), tags=["noir", "sand"])
    assert tags(client) == {"noir": 1, "rose": 1}
    assert tags(client, role="mask") == {"noir": 1, "sand": 1}
    assert tags(client, q="nothing") == {}
    assert Asset.objects.count() == 2
