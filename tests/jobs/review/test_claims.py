from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F

from apps.jobs.models import Review, ReviewClaim
from apps.jobs.review import claims, decisions
from skyy.api.errors import Code, Problem


def let_run_out(review: Review) -> None:
    """As if five minutes and a bit had gone by."""
    gone = claims.LASTS + timedelta(seconds=1)
    ReviewClaim.objects.filter(review=review).update(
        claimed_at=F("claimed_at") - gone, expires_at=F("expires_at") - gone
    )


def test_a_free_review_is_taken_for_five_minutes(waiting, rosa):
    review = waiting()
    claims.claim(review, rosa)
    held = claims.holder(review)
    assert held is not None
    assert held.is_of(rosa)
    assert timedelta(minutes=4, seconds=55) < held.left <= claims.LASTS


def test_a_second_reviewer_hears_who_and_until_when(waiting, rosa, remi):
    review = waiting()
    until = claims.claim(review, rosa).expires_at
    with pytest.raises(Problem) as refused:
        claims.claim(review, remi)
    assert refused.value.code == Code.REVIEW_CLAIMED
    assert "rosa" in refused.value.message
    assert f"{until:%H:%M}" in refused.value.message
    assert claims.holder(review).is_of(rosa)


def test_taking_it_again_begins_the_time_anew(waiting, rosa):
    review = waiting()
    claims.claim(review, rosa)
    ReviewClaim.objects.update(expires_at=F("expires_at") - timedelta(minutes=4))
    assert claims.holder(review).left < timedelta(minutes=1)
    claims.claim(review, rosa)
    assert claims.holder(review).left > timedelta(minutes=4)


def test_a_claim_that_ran_out_is_free_for_anybody(waiting, rosa, remi):
    review = waiting()
    claims.claim(review, rosa)
    let_run_out(review)
    assert claims.holder(review) is None
    assert not claims.renew(review, rosa)
    claims.claim(review, remi)
    assert claims.holder(review).is_of(remi)


def test_who_lost_the_claim_may_not_decide(waiting, rosa, remi):
    review = waiting()
    claims.claim(review, rosa)
    let_run_out(review)
    with pytest.raises(Problem) as late:
        decisions.approve(review, rosa)
    assert late.value.code == Code.REVIEW_NOT_CLAIMED
    claims.claim(review, remi)
    with pytest.raises(Problem) as other:
        decisions.approve(review, rosa)
    assert other.value.code == Code.REVIEW_CLAIMED
    assert not review.decisions.exists()


def test_giving_back_frees_it_and_nobody_else_can_give_it_back(waiting, rosa, remi):
    review = waiting()
    claims.claim(review, rosa)
    assert not claims.release(review, remi)
    assert claims.release(review, rosa)
    claims.claim(review, remi)


def test_what_is_decided_cannot_be_taken(waiting, rosa, remi):
    review = waiting()
    claims.claim(review, rosa)
    decisions.approve(review, rosa)
    with pytest.raises(Problem) as refused:
        claims.claim(review, remi)
    assert refused.value.code == Code.REVIEW_DECIDED


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_the_same_one_at_once_exactly_one_gets_it(waiting, person):
    review = waiting()
    people = [person(f"reviewer{number}") for number in range(6)]
    together = Barrier(len(people))

    def reach(user):
        try:
            together.wait(timeout=10)
            claims.claim(review, user)
        except Problem as problem:
            return problem.code
        finally:
            connection.close()
        return user

    with ThreadPoolExecutor(len(people)) as hands:
        answers = list(hands.map(reach, people))
    winners = [answer for answer in answers if not isinstance(answer, Code)]
    assert len(winners) == 1
    assert answers.count(Code.REVIEW_CLAIMED) == len(people) - 1
    assert claims.holder(review).is_of(winners[0])


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_of_one_person_exactly_one_decides(waiting, rosa):
    review = waiting()
    claims.claim(review, rosa)
    together = Barrier(2)

    def decide(approve: bool):
        try:
            together.wait(timeout=10)
            if approve:
                return decisions.approve(review, rosa).verdict
            return decisions.reject(review, rosa, ["other"]).verdict
        except Problem as problem:
            return problem.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(decide, [True, False]))
    assert answers.count(Code.REVIEW_DECIDED) == 1
    assert review.decisions.count() == 1
