from datetime import timedelta

import pytest
from django.utils import timezone

from apps.catalog.board import drop_boards, season_boards
from apps.catalog.media import withdraw_media
from apps.catalog.models import Drop, Season
from apps.catalog.products import NewVariant, create_product, update_product
from apps.catalog.publishing.showcase import publish
from apps.catalog.standing import in_state, standings


@pytest.fixture
def drop(team, coat):
    season = Season.objects.create(team=team, slug="aw", name="Autumn")
    drop = Drop.objects.create(season=season, slug="first", name="First Light")
    update_product(coat, drop=drop)
    return drop


def counts(drop):
    [board] = drop_boards([drop])
    return tuple(board.counts.values())


def test_a_stage_is_reached_when_every_colourway_has_reached_it(
    drop, coat, noir, rose, shoot, approve, producer
):
    assert counts(drop) == (1, 0, 0, 0, 0)
    shoot(noir, "front", "back")
    assert counts(drop) == (1, 0, 0, 0, 0)
    shoot(rose, "front", "back")
    assert counts(drop) == (1, 1, 0, 0, 0)
    approve(noir)
    assert counts(drop) == (1, 1, 0, 0, 0)
    media = approve(rose)
    assert counts(drop) == (1, 1, 1, 1, 0)
    publish(coat, producer)
    assert counts(drop) == (1, 1, 1, 1, 1)
    withdraw_media(media)
    assert counts(drop)[3] == 0


def test_what_blocks_the_date_is_named_where_it_is_stuck(drop, team, coat, noir, rose, shoot):
    shoot(noir, "front", "back")
    shoot(rose, "front", "back")
    hat = create_product(
        team=team,
        name="Hat",
        style_code="H",
        category="hat",
        drop=drop,
        variants=(NewVariant("H"),),
    )
    [board] = drop_boards([drop])
    assert [(block.state, [p.name for p in block.products]) for block in board.blocks] == [
        ("missing", [hat.name]),
        ("to_make", [coat.name]),
    ]
    assert not board.ready


def test_a_drop_without_products_says_so(team):
    season = Season.objects.create(team=team, slug="aw", name="Autumn")
    [board] = drop_boards([Drop.objects.create(season=season, slug="d", name="D")])
    assert len(board.blocks) == 1
    assert not board.ready


def test_a_date_that_has_passed_with_work_left_is_overdue(drop):
    drop.goes_live_at = timezone.now() - timedelta(minutes=1)
    drop.save()
    assert drop_boards([drop])[0].overdue
    assert not drop_boards([drop], now=timezone.now() - timedelta(days=1))[0].overdue


def test_the_board_shows_only_what_the_user_may_see(drop, viewer, stranger):
    assert [board.season for board in season_boards(viewer)] == [drop.season]
    assert season_boards(stranger) == []


def test_products_are_filtered_by_how_far_they_are(coat, noir, rose, shoot, approve, producer):
    def states():
        every = ("missing", "to_make", "waiting", "approved", "live")
        return [state for state in every if in_state(type(coat).objects.all(), state).exists()]

    assert states() == ["missing"]
    shoot(noir, "front", "back")
    assert states() == ["missing", "to_make"]
    shoot(rose, "front", "back")
    assert states() == ["to_make"]
    approve(noir)
    assert states() == ["approved"]
    publish(coat, producer)
    assert states() == ["live"]
    assert not in_state(type(coat).objects.all(), "lost").exists()


def test_standings_take_as_many_queries_for_many_as_for_one(
    team, coat, noir, shoot, django_assert_num_queries
):
    shoot(noir, "front")
    others = [
        create_product(team=team, name=f"P{n}", style_code=f"P{n}", variants=(NewVariant(f"P{n}"),))
        for n in range(12)
    ]
    with django_assert_num_queries(6):
        standings([coat])
    with django_assert_num_queries(6):
        found = standings([coat, *others])
    assert found[coat.pk].missing == 3


def test_what_is_approved_blocks_a_date_only_once_it_has_come(drop, noir, rose, shoot, approve):
    for variant in (noir, rose):
        shoot(variant, "front", "back")
        approve(variant)
    drop.goes_live_at = timezone.now()
    drop.save()
    [late] = drop_boards([drop])
    [early] = drop_boards([drop], now=drop.goes_live_at - timedelta(hours=1))
    assert [block.state for block in late.blocks] == ["approved"]
    assert early.ready
