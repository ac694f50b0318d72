"""Whatever people decide and take back, in any order, what is written stays consistent."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from apps.catalog.models import ProductMedia
from apps.jobs.models import JobStatus, Review, ReviewStatus, Verdict
from apps.jobs.review import claims, decisions
from skyy.api.errors import Code, Problem

STATUS = {
    Verdict.APPROVE: ReviewStatus.APPROVED,
    Verdict.REJECT: ReviewStatus.REJECTED,
    Verdict.REGENERATE: ReviewStatus.REGENERATED,
}
# Three results for one dress, one for another.
WHICH = st.integers(0, 3)


def fold(review: Review) -> str:
    """The status its decisions tell, read one by one."""
    made = []
    for decision in review.decisions.order_by("created_at", "id"):
        if decision.verdict == Verdict.UNDO:
            assert made.pop() == decision.undoes
        else:
            made.append(decision)
    return STATUS[made[-1].verdict] if made else ReviewStatus.WAITING


@pytest.mark.django_db
def test_any_order_of_decisions_keeps_the_rules(waiting, variant, rosa, remi):
    dress = variant("DRESS-1")
    reviews = [waiting(of=dress), waiting(of=dress), waiting(of=dress), waiting()]
    people = [rosa, remi]

    class Decisions(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.example = transaction.atomic()
            self.example.__enter__()
            self.status = [ReviewStatus.WAITING] * len(reviews)
            self.decisions = [0] * len(reviews)
            self.completed = [False] * len(reviews)
            # Results of the dress, and of the other, in the order they were approved.
            self.approved = {0: [], 1: []}

        def teardown(self):
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

        def attempt(self, which, action):
            """Do it; return whether it was done. A refusal must leave no decision."""
            claims.hold(reviews[which], self.user)
            try:
                action(reviews[which], self.user)
            except Problem as problem:
                if problem.code not in (Code.REVIEW_DECIDED, Code.REVIEW_NOTHING_TO_UNDO):
                    raise
                return False
            finally:
                claims.release(reviews[which], self.user)
            self.decisions[which] += 1
            self.completed[which] = True
            return True

        def decide(self, which, user, status, action):
            self.user = people[user]
            free = self.status[which] == ReviewStatus.WAITING
            assert self.attempt(which, action) == free
            if free:
                self.status[which] = status

        @rule(which=WHICH, user=st.integers(0, 1))
        def approve(self, which, user):
            before = self.status[which]
            self.decide(which, user, ReviewStatus.APPROVED, decisions.approve)
            if before == ReviewStatus.WAITING:
                self.approved[which // 3].append(which)

        @rule(which=WHICH, user=st.integers(0, 1))
        def reject(self, which, user):
            def action(review, by):
                decisions.reject(review, by, ["other"])

            self.decide(which, user, ReviewStatus.REJECTED, action)

        @rule(which=WHICH, user=st.integers(0, 1))
        def regenerate(self, which, user):
            self.decide(which, user, ReviewStatus.REGENERATED, decisions.regenerate)

        @rule(which=WHICH, user=st.integers(0, 1))
        def undo(self, which, user):
            self.user = people[user]
            decided = self.status[which] != ReviewStatus.WAITING
            assert self.attempt(which, decisions.undo) == decided
            if self.status[which] == ReviewStatus.APPROVED:
                self.approved[which // 3].remove(which)
            self.status[which] = ReviewStatus.WAITING

        @invariant()
        def status_is_the_fold_of_the_decisions(self):
            for which, review in enumerate(reviews):
                fresh = Review.objects.get(pk=review.pk)
                assert fresh.status == self.status[which] == fold(fresh)
                assert (fresh.decided_at is None) == (fresh.status == ReviewStatus.WAITING)
                assert fresh.decisions.count() == self.decisions[which]

        @invariant()
        def the_newest_approval_that_holds_stands_alone(self):
            for place, review in ((0, reviews[0]), (1, reviews[3])):
                expected = [reviews[which].result_id for which in self.approved[place][-1:]]
                media = ProductMedia.objects.standing().filter(variant=review.variant)
                assert [one.version_id for one in media] == expected

        @invariant()
        def a_job_never_moves_backwards(self):
            for which, review in enumerate(reviews):
                done = self.completed[which]
                expected = JobStatus.COMPLETED if done else JobStatus.AWAITING_REVIEW
                assert type(review.job).objects.get(pk=review.job_id).status == expected

        @invariant()
        def nothing_that_was_taken_back_is_still_being_made(self):
            for which, review in enumerate(reviews):
                running = review.job.descendants.exclude(
                    status__in=[JobStatus.CANCELLING, JobStatus.CANCELLED]
                )
                wanted = self.status[which] == ReviewStatus.REGENERATED
                assert running.count() == int(wanted)

    run_state_machine_as_test(
        Decisions,
        settings=settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
