import pytest

from apps.assets import lifecycle
from apps.catalog.models import Photograph
from apps.catalog.photographs import attach_photograph, detach_photograph, set_view
from apps.catalog.shots import missing_views
from apps.catalog.standing import standings
from skyy.api.errors import Code, Problem


def test_a_photograph_never_shows_two_variants(noir, rose, make_asset):
    asset = make_asset()
    attach_photograph(noir, asset)
    with pytest.raises(Problem) as caught:
        attach_photograph(rose, asset)
    assert caught.value.code == Code.CONFLICT
    assert Photograph.objects.get().variant == noir


def test_attaching_again_corrects_the_view(noir, make_asset):
    asset = make_asset()
    attach_photograph(noir, asset, "front")
    attach_photograph(noir, asset, "back")
    assert Photograph.objects.get().view == "back"


def test_another_teams_asset_is_refused(noir, make_asset, other_team):
    with pytest.raises(Problem) as caught:
        attach_photograph(noir, make_asset(other_team))
    assert caught.value.code == Code.REQUEST_INVALID
    assert not Photograph.objects.exists()


def test_a_video_is_no_photograph(noir, make_asset):
    with pytest.raises(Problem, match="picture"):
        attach_photograph(noir, make_asset(kind="video"))


def test_an_unknown_view_is_refused(noir, make_asset):
    photograph = attach_photograph(noir, make_asset())
    with pytest.raises(Problem) as caught:
        set_view(photograph, "below")
    assert list(caught.value.fields) == ["view"]


def test_sizes_share_their_colours_photographs_and_colours_do_not(coat, noir, rose, shoot):
    shoot(noir, "front", "back")
    other_size = coat.variants.get(sku="BR-COT-001-NOIR-40")
    assert missing_views(other_size) == []
    assert missing_views(rose) == ["front", "back"]
    assert missing_views(coat) == ["front", "back"]
    shoot(rose, "back")
    assert missing_views(coat) == ["front"]


def test_optional_views_are_never_missing(coat, noir, rose, shoot):
    shoot(noir, "front", "back")
    shoot(rose, "front", "back")
    assert missing_views(coat) == []


def test_a_detached_photograph_is_missing_again_and_stays_in_the_library(noir, make_asset):
    photograph = attach_photograph(noir, make_asset())
    detach_photograph(photograph)
    assert "front" in missing_views(noir)
    photograph.asset.refresh_from_db()


def test_a_photograph_in_the_bin_is_missing(coat, noir, shoot):
    shoot(noir, "front", "back")
    lifecycle.delete(noir.photographs.get(view="front").asset)
    assert missing_views(noir) == ["front"]
    assert standings([coat])[coat.pk].photographs == 1
