import pytest
from django.utils import timezone

from apps.catalog.models import ProductMedia
from apps.jobs.engine import submission
from apps.jobs.models import Job, JobStatus, Priority, ReviewStatus, Verdict
from apps.jobs.review import claims, decisions, reasons
from skyy.api.errors import Code, Problem


def approve(review, user):
    claims.hold(review, user)
    return decisions.approve(review, user)


def reject(review, user, *reasons, **more):
    claims.hold(review, user)
    return decisions.reject(review, user, reasons or ["edge_halo"], **more)


def regenerate(review, user, **more):
    claims.hold(review, user)
    return decisions.regenerate(review, user, **more)


def standing() -> list:
    return [media.version_id for media in ProductMedia.objects.standing()]


def test_an_approval_lets_the_result_stand_once_and_completes_the_job(waiting, rosa):
    review = waiting()
    before = timezone.now()
    decision = approve(review, rosa)
    review.refresh_from_db()
    media = ProductMedia.objects.get()
    assert (review.status, decision.verdict) == (ReviewStatus.APPROVED, Verdict.APPROVE)
    assert review.decided_at >= before
    assert review.job.status == JobStatus.COMPLETED
    assert media.version == review.result
    assert media.variant == review.variant
    assert (media.role, media.view) == (review.role, review.view)
    assert media.approved_by == rosa
    assert claims.holder(review) is None
    with pytest.raises(Problem) as again:
        approve(review, rosa)
    assert again.value.code == Code.REVIEW_DECIDED
    assert ProductMedia.objects.count() == 1


def test_a_result_of_no_known_product_is_approved_without_media(waiting, rosa):
    review = waiting()
    review.variant = None
    review.save()
    approve(review, rosa)
    assert not ProductMedia.objects.exists()
    review.refresh_from_db()
    assert review.status == ReviewStatus.APPROVED


def test_a_rejection_keeps_reasons_and_note_and_lets_nothing_stand(waiting, rosa):
    review = waiting()
    decision = reject(review, rosa, "too_dark", "edge_halo", "edge_halo", note="  the left strap ")
    review.refresh_from_db()
    assert review.status == ReviewStatus.REJECTED
    assert decision.reasons == ["edge_halo", "too_dark"]
    assert decision.note == "the left strap"
    assert review.job.status == JobStatus.COMPLETED
    assert not ProductMedia.objects.exists()


@pytest.mark.parametrize("codes", [[], ["ugly"], ["edge_halo", "ugly"]])
def test_a_rejection_needs_reasons_that_are_known(waiting, rosa, codes):
    review = waiting()
    claims.claim(review, rosa)
    with pytest.raises(Problem) as refused:
        decisions.reject(review, rosa, codes)
    assert refused.value.code == Code.REQUEST_INVALID
    assert "reasons" in refused.value.fields
    review.refresh_from_db()
    assert review.status == ReviewStatus.WAITING
    assert claims.holder(review).is_of(rosa)


def test_a_note_has_a_limit_that_is_told(waiting, rosa):
    review = waiting()
    claims.claim(review, rosa)
    with pytest.raises(Problem) as refused:
        decisions.approve(review, rosa, note="x" * 2001)
    assert "note" in refused.value.fields


def test_a_newer_approval_replaces_and_its_undo_brings_the_older_one_back(waiting, variant, rosa):
    dress = variant("DRESS-1")
    first, second = waiting(of=dress), waiting(of=dress)
    approve(first, rosa)
    approve(second, rosa)
    assert standing() == [second.result_id]
    decisions.undo(second, rosa)
    assert standing() == [first.result_id]
    decisions.undo(first, rosa)
    assert standing() == []


def test_an_approval_that_was_taken_back_does_not_come_back_with_a_newer_ones_undo(
    waiting, variant, rosa
):
    dress = variant("DRESS-1")
    first, second = waiting(of=dress), waiting(of=dress)
    approve(first, rosa)
    approve(second, rosa)
    decisions.undo(first, rosa)
    assert standing() == [second.result_id]
    decisions.undo(second, rosa)
    assert standing() == []


def test_undo_appends_and_the_job_stays_where_it_is(waiting, rosa):
    review = waiting()
    approved = approve(review, rosa)
    undone = decisions.undo(review, rosa)
    review.refresh_from_db()
    assert (undone.verdict, undone.undoes) == (Verdict.UNDO, approved)
    assert review.status == ReviewStatus.WAITING
    assert review.decided_at is None
    assert review.job.status == JobStatus.COMPLETED
    assert [one.verdict for one in review.decisions.order_by("created_at")] == ["approve", "undo"]
    # It is held by whoever took it back, so the next decision can follow at once.
    decisions.reject(review, rosa, ["crooked"])
    assert standing() == []


def test_there_is_nothing_to_undo_before_a_decision_and_after_an_undo(waiting, rosa):
    review = waiting()
    for _ in range(2):
        with pytest.raises(Problem) as refused:
            decisions.undo(review, rosa)
        assert refused.value.code == Code.REVIEW_NOTHING_TO_UNDO
        approve(review, rosa)
        decisions.undo(review, rosa)


def test_what_somebody_else_holds_cannot_be_undone(waiting, rosa, remi):
    review = waiting()
    approve(review, rosa)
    claims.hold(review, remi)
    with pytest.raises(Problem) as refused:
        decisions.undo(review, rosa)
    assert refused.value.code == Code.REVIEW_CLAIMED
    assert standing() == [review.result_id]


def test_made_anew_is_a_new_job_with_its_ancestor_and_the_changes(waiting, rosa):
    review = waiting()
    decision = regenerate(review, rosa, changes={"profile": "background_only"}, note="keep light")
    anew = decision.new_job
    review.refresh_from_db()
    assert review.status == ReviewStatus.REGENERATED
    assert anew.ancestor == review.job
    assert anew.params == {**review.job.params, "profile": "background_only"}
    assert (anew.source, anew.variant) == (review.job.source, review.job.variant)
    assert anew.created_by == rosa
    assert anew.priority == Priority.HIGH
    assert anew.status == JobStatus.PENDING
    assert review.job.status == JobStatus.COMPLETED


@pytest.mark.parametrize(
    "changes", [{"profile": "magic"}, {"unheard_of": 1}, {"scale_limit": 99}, {"edge_shift": "x"}]
)
def test_parameters_that_do_not_fit_change_nothing(waiting, rosa, changes):
    review = waiting()
    with pytest.raises(Problem) as refused:
        regenerate(review, rosa, changes=changes)
    assert refused.value.code == Code.REQUEST_INVALID
    review.refresh_from_db()
    assert review.status == ReviewStatus.WAITING
    assert claims.holder(review).is_of(rosa)
    assert Job.objects.count() == 1


def test_undoing_made_anew_stops_the_job_that_still_runs(waiting, rosa):
    review = waiting()
    anew = regenerate(review, rosa).new_job
    decisions.undo(review, rosa)
    anew.refresh_from_db()
    review.refresh_from_db()
    assert anew.status in (JobStatus.CANCELLING, JobStatus.CANCELLED)
    assert review.status == ReviewStatus.WAITING


def test_undoing_made_anew_leaves_a_job_that_is_done(waiting, rosa):
    review = waiting()
    anew = regenerate(review, rosa).new_job
    Job.objects.filter(pk=anew.pk).update(status=JobStatus.AWAITING_REVIEW)
    decisions.undo(review, rosa)
    anew.refresh_from_db()
    assert anew.status == JobStatus.AWAITING_REVIEW


def test_the_same_key_makes_it_anew_once(waiting, rosa):
    review = waiting()
    first = regenerate(review, rosa, idempotency_key="once")
    second = decisions.regenerate(review, rosa, idempotency_key="once")
    assert first == second
    assert Job.objects.filter(ancestor=review.job).count() == 1


def test_the_batch_counts_follow_a_decision(
    waiting, rosa, team, django_capture_on_commit_callbacks
):
    batch = Job.objects.create(
        team=team, kind="packshot", is_batch=True, status=JobStatus.AWAITING_REVIEW
    )
    first, second = waiting(batch=batch), waiting(batch=batch)
    with django_capture_on_commit_callbacks(execute=True):
        approve(first, rosa)
    batch.refresh_from_db()
    assert (batch.counts["completed"], batch.counts["awaiting_review"]) == (1, 1)
    assert batch.status == JobStatus.AWAITING_REVIEW
    with django_capture_on_commit_callbacks(execute=True):
        reject(second, rosa)
    batch.refresh_from_db()
    assert batch.counts["completed"] == 2
    assert batch.status == JobStatus.COMPLETED


def test_a_decision_that_fails_half_way_leaves_nothing(waiting, rosa, monkeypatch):
    review = waiting()
    claims.claim(review, rosa)

    def broken(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(submission, "submit", broken)
    monkeypatch.setattr(decisions.media, "approve_media", broken)
    for decide in (decisions.approve, decisions.regenerate):
        with pytest.raises(RuntimeError):
            decide(review, rosa)
    review.refresh_from_db()
    assert review.status == ReviewStatus.WAITING
    assert review.job.status == JobStatus.AWAITING_REVIEW
    assert not review.decisions.exists()
    assert claims.holder(review).is_of(rosa)


@pytest.mark.parametrize("role", ["packshot", "model", "video"])
def test_ten_reasons_are_offered_for_every_role_and_all_are_taken(role):
    offered = reasons.usual(role)
    assert len(offered) == len(set(offered)) == 10
    assert offered[-1] == reasons.Reason.OTHER
    assert reasons.clean(reasons.Reason.values) == reasons.Reason.values
    assert (reasons.Reason.BACK_WRONG in offered) == (role == "model")
