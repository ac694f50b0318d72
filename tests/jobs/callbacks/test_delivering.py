import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.jobs.callbacks import delivering
from apps.jobs.callbacks.delivering import deliver_due
from apps.jobs.callbacks.secret import secret_of
from apps.jobs.engine import control
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import CallbackDelivery, DeliveryStatus


@pytest.fixture
def due(told_job):
    """A delivery that is due: its job was cancelled."""
    job = told_job()
    control.cancel(job)
    delivery = job.callbacks.get()
    later(delivery)
    return delivery


def later(delivery):
    """Its wait is over."""
    CallbackDelivery.objects.filter(pk=delivery.pk).update(
        next_at=timezone.now() - timedelta(seconds=1)
    )


def read(delivery):
    delivery.refresh_from_db()
    return delivery


def test_the_receiver_gets_the_body_as_it_stands_and_can_verify_it(due, receiver, here):
    assert deliver_due(10, resolver=here) == 1
    (heard,) = receiver.heard
    assert heard.path == "/hook"
    assert heard.body == due.body.encode()
    assert heard.headers["webhook-id"] == str(due.pk)
    signed = f"{due.pk}.{heard.headers['webhook-timestamp']}.".encode() + heard.body
    key = base64.b64decode(secret_of(due.job.team_id).removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert heard.headers["webhook-signature"] == f"v1,{expected}"
    assert heard.headers["host"] == f"hooks.example:{receiver.port}"
    found = read(due)
    assert (found.status, found.last_status, found.attempts) == (DeliveryStatus.DELIVERED, 200, 1)
    assert found.delivered_at is not None


def test_the_body_says_what_happened_and_where_to_look(told_job, receiver, here, configured):
    configured(public_address="https://studio.example")
    job = told_job()
    control.cancel(job)
    later(job.callbacks.get())
    deliver_due(resolver=here)
    said = json.loads(receiver.heard[0].body)
    job.refresh_from_db()
    assert said["job"] == str(job.pk)
    assert said["id"] == str(job.callbacks.get().pk)
    assert (said["kind"], said["status"], said["number"]) == (
        "packshot",
        "cancelled",
        job.last_event,
    )
    assert said["address"] == f"https://studio.example/api/v1/jobs/{job.pk}"
    assert said["results"] == []


def test_what_was_delivered_is_not_sent_again(due, receiver, here):
    deliver_due(resolver=here)
    assert deliver_due(resolver=here) == 0
    assert len(receiver.heard) == 1


@pytest.mark.parametrize("status", [500, 503, 404, 429])
def test_what_was_not_taken_is_sent_again_with_the_same_id_and_body(due, receiver, here, status):
    receiver.status = status
    deliver_due(resolver=here)
    found = read(due)
    assert (found.status, found.last_status) == (DeliveryStatus.PENDING, status)
    assert str(status) in found.last_error
    assert found.next_at > timezone.now()
    assert deliver_due(resolver=here) == 0
    receiver.status = 204
    later(due)
    deliver_due(resolver=here)
    assert read(due).status == DeliveryStatus.DELIVERED
    first, second = receiver.heard
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_a_redirect_is_not_followed(due, receiver, here):
    receiver.status = 307
    receiver.answer = {"Location": f"http://127.0.0.1:{receiver.port}/inside"}
    deliver_due(resolver=here)
    assert [heard.path for heard in receiver.heard] == ["/hook"]
    assert "redirect" in read(due).last_error.lower()
    assert due.status == DeliveryStatus.PENDING


def test_a_name_that_has_come_to_mean_a_private_address_is_not_reached(due, receiver):
    answers = [["127.0.0.1"], ["127.0.0.1", "192.168.0.1"]]
    receiver.status = 500
    deliver_due(resolver=lambda *_: answers[0])
    later(due)
    deliver_due(resolver=lambda *_: answers[1])
    assert len(receiver.heard) == 1
    found = read(due)
    assert (found.attempts, found.last_status) == (2, None)
    assert "not public" in found.last_error


def test_the_checked_address_is_the_one_that_is_connected_to(due, receiver):
    """A resolver that answers differently the second time is not asked a second time."""
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    deliver_due(resolver=rebinding)
    assert asked == ["hooks.example"]
    assert read(due).status == DeliveryStatus.DELIVERED


def test_a_receiver_that_wants_no_more_is_not_asked_again(due, receiver, here):
    receiver.status = 410
    deliver_due(resolver=here)
    assert read(due).status == DeliveryStatus.FAILED


def test_it_is_given_up_after_a_day(due, receiver, here):
    receiver.status = 500
    began, waited = 0, timedelta()
    while read(due).status == DeliveryStatus.PENDING:
        later(due)
        before = timezone.now()
        deliver_due(resolver=here)
        began += 1
        if read(due).next_at:
            waited += due.next_at - before
        assert began < 50
    assert due.status == DeliveryStatus.FAILED
    assert due.next_at is None
    assert timedelta(hours=17) < waited < timedelta(hours=30)


def test_a_receiver_that_is_not_there_is_tried_again(due, receiver, here, configured):
    receiver.__exit__()
    deliver_due(resolver=here)
    found = read(due)
    assert (found.status, found.last_status) == (DeliveryStatus.PENDING, None)
    assert "connection" in found.last_error
    receiver.__enter__()


def test_an_answer_without_end_is_not_read(due, receiver, here):
    receiver.content = b"x" * 200_000
    deliver_due(resolver=here)
    assert read(due).status == DeliveryStatus.DELIVERED


def test_what_another_process_sends_is_left_to_it_until_its_lease_is_over(due, receiver, here):
    (taken,) = delivering._claim(10)
    assert deliver_due(resolver=here) == 0
    CallbackDelivery.objects.filter(pk=due.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert deliver_due(resolver=here) == 1
    # The first one wakes up and says that it failed: too late.
    delivering._record(taken, delivering.Answer(500, "It answered 500."))
    found = read(due)
    assert (found.status, found.last_status) == (DeliveryStatus.DELIVERED, 200)


def test_a_late_result_says_nothing_of_the_next_attempt(due, receiver, here):
    (taken,) = delivering._claim(10)
    CallbackDelivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    receiver.status = 503
    deliver_due(resolver=here)
    delivering._record(taken, delivering.Answer(200))
    found = read(due)
    assert (found.status, found.last_status, found.attempts) == (DeliveryStatus.PENDING, 503, 2)


def test_the_log_and_the_error_say_nothing_of_the_addresss_token(told_job, receiver, here, caplog):
    caplog.set_level("DEBUG")
    receiver.status = 500
    job = told_job("/hook?token=sesame")
    control.cancel(job)
    later(job.callbacks.get())
    deliver_due(resolver=here)
    assert receiver.heard[0].path == "/hook?token=sesame"
    assert "sesame" not in job.callbacks.get().last_error


def test_many_are_sent_in_one_go(told_job, receiver, here):
    for _ in range(5):
        job = told_job()
        control.cancel(job)
        later(job.callbacks.get())
    assert deliver_due(3, resolver=here) == 3
    assert deliver_due(10, resolver=here) == 2
    assert len({heard.headers["webhook-id"] for heard in receiver.heard}) == 5


def test_a_job_that_rests_twice_is_told_twice(told_job):
    job = told_job()
    move_job(job.pk, "start")
    move_job(job.pk, "await_review")
    move_job(job.pk, "complete")
    said = [json.loads(one.body)["status"] for one in job.callbacks.order_by("event_number")]
    assert said == ["awaiting_review", "completed"]
