from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import Team
from apps.accounts.roles import Role
from apps.catalog.models import Category
from apps.jobs.models import Job, Review, ReviewClaim, ReviewStatus
from apps.jobs.review import claims, decisions
from apps.jobs.review.counts import count
from apps.jobs.review.queue import (
    Age,
    Filters,
    before,
    first_free,
    next_after,
    queue,
    strip,
    waiting_count,
)


def aged(review: Review, days: float) -> Review:
    Review.objects.filter(pk=review.pk).update(created_at=timezone.now() - timedelta(days=days))
    review.refresh_from_db()
    return review


def test_the_oldest_comes_first_and_only_what_waits(waiting, rosa):
    young, old, decided = waiting(), waiting(), waiting()
    aged(old, 3)
    claims.claim(decided, rosa)
    decisions.approve(decided, rosa)
    assert list(queue(rosa, Filters())) == [old, young]
    assert list(queue(rosa, Filters(status=ReviewStatus.APPROVED))) == [decided]
    assert waiting_count(rosa) == 2


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(collection="runway"), {"BAG-1"}),
        (Filters(category=Category.DRESS), {"DRESS-1", "DRESS-2"}),
        (Filters(sku="dress"), {"DRESS-1", "DRESS-2"}),
        (Filters(sku="dress", collection="runway"), set()),
        (Filters(age=Age.DAY), {"DRESS-1", "BAG-1"}),
        (Filters(age=Age.OLDER), {"DRESS-2"}),
        (Filters(age="never"), set()),
    ],
)
def test_filters_narrow(waiting, rosa, filters, found):
    waiting("DRESS-1")
    aged(waiting("DRESS-2"), 8)
    waiting("BAG-1", collection="runway", category=Category.BAG)
    assert {review.variant.sku for review in queue(rosa, filters)} == found


def test_a_batch_narrows_to_its_jobs(waiting, rosa, team):
    batch = Job.objects.create(team=team, kind="packshot", is_batch=True)
    inside, _outside = waiting(batch=batch), waiting()
    assert list(queue(rosa, Filters(batch=batch.pk))) == [inside]


def test_counts_tell_what_each_choice_would_show(waiting, rosa):
    waiting("DRESS-1")
    aged(waiting("DRESS-2"), 2)
    bag = waiting("BAG-1", collection="runway", category=Category.BAG)
    claims.claim(bag, rosa)
    decisions.reject(bag, rosa, ["other"])
    counts = count(rosa, Filters(collection="signature"))

    def numbers(counted):
        return {one.value: one.number for one in counted}

    assert numbers(counts.status) == {
        "waiting": 2,
        "approved": 0,
        "rejected": 0,
        "regenerated": 0,
    }
    assert numbers(counts.collection) == {"signature": 2}
    assert numbers(counts.category) == {"dress": 2}
    assert numbers(counts.age) == {"day": 1, "week": 1, "older": 0}
    assert numbers(count(rosa, Filters(status="")).collection) == {"signature": 2, "runway": 1}


def test_next_and_previous_walk_the_queue_round_its_ends(waiting, rosa):
    first, second, third = waiting(), waiting(), waiting()
    assert next_after(first, rosa) == second
    assert next_after(third, rosa) == first
    assert before(first, rosa) == third
    assert before(third, rosa) == second


def test_what_others_hold_is_passed_over_until_their_claim_runs_out(waiting, rosa, remi):
    first, second, third = waiting(), waiting(), waiting()
    claims.claim(second, remi)
    assert next_after(first, rosa) == third
    assert next_after(first, remi) == second
    ReviewClaim.objects.update(expires_at=F("expires_at") - timedelta(hours=1))
    assert next_after(first, rosa) == second
    claims.claim(first, remi)
    assert first_free(rosa, Filters()) == second


def test_after_the_last_one_nothing_follows(waiting, rosa):
    only = waiting()
    assert next_after(only, rosa) is None
    assert before(only, rosa) is None


def test_the_strip_shows_neighbours_on_both_sides(waiting, rosa):
    reviews = [waiting() for _ in range(4)]
    assert strip(reviews[1], rosa) == reviews


def test_the_queue_is_read_in_a_constant_number_of_queries(
    waiting, rosa, django_assert_num_queries
):
    def read():
        for review in queue(rosa, Filters()):
            str(review.variant.product.collection)
            list(review.result.renditions.all())
            list(review.reference.renditions.all())
            getattr(review, "claim", None)

    waiting()
    with django_assert_num_queries(3):
        read()
    claims.claim(waiting(), rosa)
    waiting()
    with django_assert_num_queries(3):
        read()
    with django_assert_num_queries(4):
        count(rosa, Filters())


def test_people_see_their_teams_reviews_or_their_own_jobs_or_none(waiting, person):
    elsewhere = Team.objects.create(name="Elsewhere")
    contributor = person("connie", Role.API_USER)
    own, others = waiting(by=contributor), waiting()
    foreign = waiting(in_team=elsewhere)

    def seen(user):
        return set(Review.objects.visible_to(user))

    assert seen(person("vera", Role.READ_ONLY)) == set()
    assert seen(contributor) == {own}
    assert seen(person("rita", Role.DEVELOPER)) == {own, others}
    assert seen(person("paul", Role.ADMIN)) == {own, others}
    assert seen(person("olga", Role.SUPER_ADMIN)) == {own, others, foreign}
