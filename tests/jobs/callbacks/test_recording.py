import pytest
from django.db import transaction

from apps.jobs.callbacks.recording import resend
from apps.jobs.engine import control, rollup
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import CallbackDelivery, DeliveryStatus
from skyy.api.errors import Code, Problem

URL = "https://hooks.example/skyy"


def test_a_job_nobody_wants_to_hear_of_leaves_nothing(job, contributor):
    made = job(contributor)
    control.cancel(made)
    assert not made.callbacks.exists()


def test_a_job_that_moves_on_says_nothing(job, contributor):
    made = job(contributor, callback_url=URL)
    move_job(made.pk, "start")
    assert not made.callbacks.exists()


@pytest.mark.parametrize(
    ("moves", "status"),
    [
        (["start", "complete"], "completed"),
        (["start", "fail"], "failed"),
        (["request_cancel", "cancel"], "cancelled"),
        (["start", "await_review"], "awaiting_review"),
    ],
)
def test_every_ending_is_written_down_with_its_event(job, contributor, moves, status):
    made = job(contributor, callback_url=URL)
    for move in moves:
        assert move_job(made.pk, move)
    delivery = made.callbacks.get()
    event = made.events.order_by("-number").first()
    assert delivery.event_number == event.number
    assert event.data["status"] == status
    assert delivery.status == DeliveryStatus.PENDING


def test_an_ending_that_is_undone_leaves_no_delivery(job, contributor):
    made = job(contributor, callback_url=URL)
    with transaction.atomic():
        move_job(made.pk, "start")
        move_job(made.pk, "complete")
        assert made.callbacks.exists()
        transaction.set_rollback(True)
    assert not made.callbacks.exists()


def test_a_move_that_lost_writes_nothing(job, contributor):
    made = job(contributor, callback_url=URL)
    assert not move_job(made.pk, "complete")
    assert not made.callbacks.exists()


def test_a_batch_is_told_once_for_all_its_jobs(batch, contributor):
    made = batch(contributor, callback_url=URL)
    control.cancel(made)
    rollup.roll_up(made.pk)
    assert CallbackDelivery.objects.get().job == made


def test_a_failed_delivery_is_sent_again_with_its_id(job, contributor):
    made = job(contributor, callback_url=URL)
    control.cancel(made)
    delivery = made.callbacks.get()
    with pytest.raises(Problem) as problem:
        resend(delivery)
    assert problem.value.code == Code.CALLBACK_PENDING
    CallbackDelivery.objects.update(status=DeliveryStatus.FAILED, attempts=21, next_at=None)
    resend(delivery)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.PENDING, 0)
    assert delivery.next_at is not None
