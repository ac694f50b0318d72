from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.accounts.models import Team, User
from apps.accounts.models.team import DEFAULT_TEAM
from apps.assets.models import Asset, Blob, Version
from apps.catalog.media import approve_media, withdraw_media
from apps.catalog.models import Product, ProductMedia, Variant
from skyy.api.errors import Code, Problem
from tests.catalog.conftest import NOW


def standing(variant):
    return list(ProductMedia.objects.standing().filter(variant=variant))


def test_one_stands_per_variant_role_and_view(noir, rose, approve):
    first, back, other = approve(noir), approve(noir, "back"), approve(rose)
    second = approve(noir)
    assert set(ProductMedia.objects.standing()) == {back, other, second}
    first.refresh_from_db()
    assert first.replaced_by == second


def test_approving_what_stands_changes_nothing(noir, approve, reviewer):
    first = approve(noir)
    again = approve_media(
        variant=noir,
        version=first.version,
        role="packshot",
        view="front",
        user=reviewer,
        at=NOW + timedelta(days=1),
    )
    assert again == first
    assert standing(noir) == [first]


def test_undo_brings_back_what_was_replaced(noir, approve):
    first = approve(noir)
    second = approve(noir)
    assert withdraw_media(second) == first
    assert standing(noir) == [first]
    assert withdraw_media(first) is None
    assert standing(noir) == []


def test_undoing_a_replaced_approval_leaves_the_newer_one_and_the_way_back(noir, approve):
    first, second, third = approve(noir), approve(noir), approve(noir)
    assert withdraw_media(second) == third
    assert withdraw_media(third) == first


def test_undo_twice_is_undo_once(noir, approve):
    first = approve(noir)
    second = approve(noir)
    withdraw_media(second)
    assert withdraw_media(second) == first
    assert standing(noir) == [first]


def test_another_teams_result_is_refused(noir, make_version, other_team, reviewer):
    with pytest.raises(Problem) as caught:
        approve_media(
            variant=noir,
            version=make_version(other_team),
            role="packshot",
            view="front",
            user=reviewer,
            at=NOW,
        )
    assert caught.value.code == Code.CONFLICT


class ApprovalsAndUndos(TestCase):
    """Against the simplest model there is: a list of the approvals not undone."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=12))
    def test_the_newest_approval_that_was_not_undone_stands(self, moves):
        with transaction.atomic():
            self.play(moves)
            transaction.set_rollback(True)

    def play(self, moves):
        # A flush behind a transactional test takes the migrated team away.
        team, _ = Team.objects.get_or_create(pk=DEFAULT_TEAM, defaults={"name": "Atelier"})
        user = User.objects.create(username="r")
        product = Product.objects.create(team=team, style_code="A", slug="a", name="A")
        variant = Variant.objects.create(team=team, product=product, sku="A")
        asset = Asset.objects.create(team=team, kind="image", name="A")
        made: list[ProductMedia] = []
        expected: list[ProductMedia] = []
        for number, move in enumerate(moves):
            if move is None:
                blob = Blob.objects.create(
                    storage="originals", sha256=str(number), key=str(number), size=1
                )
                version = Version.objects.create(
                    asset=asset, number=number + 1, blob=blob, source="job"
                )
                media = approve_media(
                    variant=variant,
                    version=version,
                    role="packshot",
                    view="front",
                    user=user,
                    at=NOW + timedelta(seconds=number),
                )
                made.append(media)
                expected.append(media)
            elif made:
                undone = made[move % len(made)]
                withdraw_media(undone)
                expected = [media for media in expected if media != undone]
            assert standing(variant) == expected[-1:]
