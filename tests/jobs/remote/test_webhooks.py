"""Webhooks wake the call they tell of, once; whatever is not signed well is not taken."""

import json
import time

import pytest
from django.test import Client

from apps.jobs.engine.doorbell import POLL
from apps.jobs.models import CallStatus, StepStatus, WebhookDelivery
from apps.jobs.providers.remote import polling, signatures, webhooks
from skyy.broker import broker
from tests.parts.provider_server import signed

from .conftest import step_of, the_call

ADDRESS = "/api/v1/webhooks/atelier/"


def send(body, headers, address=ADDRESS):
    return Client().post(address, body, content_type="application/json", headers=headers)


def told(atelier):
    """The body of a webhook about the newest prediction."""
    newest = list(atelier.predictions.values())[-1]
    return json.dumps(atelier.described(newest)).encode()


@pytest.fixture
def rung(monkeypatch):
    """Calls that somebody was asked to poll now."""
    heard = []
    monkeypatch.setattr(
        broker,
        "enqueue",
        lambda message, delay=None: (
            heard.append(message.args[0]) if message.actor_name == POLL else None
        ),
    )
    return heard


def test_a_webhook_wakes_its_call_at_once(job, work, atelier, rung):
    work()
    answer = send(told(atelier), signed(told(atelier), "d1"))
    assert answer.status_code == 200, answer.content
    assert rung == [str(the_call(job).pk)]
    polling.poll_one(the_call(job).pk)
    assert step_of(job).status == StepStatus.SUCCEEDED


def test_a_webhook_is_taken_once(job, work, atelier, rung):
    work()
    headers = signed(told(atelier), "d1")
    assert send(told(atelier), headers).status_code == 200
    again = send(told(atelier), headers)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "webhook.replayed")
    assert (len(rung), WebhookDelivery.objects.count()) == (1, 1)


def test_a_webhook_finds_a_call_of_which_the_answer_was_lost(job, work, atelier, rung):
    atelier.behaviour.script.append("lose")
    work()
    send(told(atelier), signed(told(atelier), "d1"))
    polling.poll_one(the_call(job).pk)
    assert the_call(job).status == CallStatus.RUNNING
    polling.poll_one(the_call(job).pk)
    assert step_of(job).status == StepStatus.SUCCEEDED
    assert atelier.paid.total() == 1


def test_a_webhook_that_comes_late_changes_nothing(job, work, tick, atelier, rung):
    work()
    tick()
    assert send(told(atelier), signed(told(atelier), "d1")).status_code == 200
    polling.poll_one(the_call(job).pk)
    assert the_call(job).status == CallStatus.SUCCEEDED


def test_a_lying_webhook_body_is_not_believed(job, work, atelier, rung):
    atelier.behaviour.seconds = 1000
    work()
    body = json.dumps({"id": the_call(job).external_id, "status": "succeeded"}).encode()
    send(body, signed(body, "d1"))
    polling.poll_one(the_call(job).pk)
    assert step_of(job).status == StepStatus.WAITING


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda h: h | {"webhook-signature": "v1,AAAA"}, "webhook.unsigned"),
        (lambda h: h | {"webhook-signature": "v1,é"}, "webhook.unsigned"),
        (lambda h: h | {"webhook-id": "other"}, "webhook.unsigned"),
        (lambda h: h | {"webhook-timestamp": str(int(h["webhook-timestamp"]) + 1)}, "unsigned"),
        (lambda h: h | {"webhook-timestamp": "soon"}, "webhook.unsigned"),
        (lambda h: h | {"webhook-timestamp": "9" * 400}, "webhook.unsigned"),
        (lambda h: {}, "webhook.unsigned"),
    ],
)
def test_a_wrong_signature_is_refused_and_nothing_written(atelier, change, code):
    headers = change(signed(b"{}", "d1"))
    answer = send(b"{}", headers)
    assert answer.status_code == 401
    assert code in answer.json()["error"]["code"]
    assert not WebhookDelivery.objects.exists()


def test_a_body_that_was_changed_is_refused(atelier):
    assert send(b'{"a":1}', signed(b'{"a":2}', "d1")).status_code == 401


@pytest.mark.parametrize("age", [-301, 301])
def test_an_old_signature_is_refused(atelier, age):
    answer = send(b"{}", signed(b"{}", "d1", at=int(time.time()) + age))
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "webhook.expired")
    assert not WebhookDelivery.objects.exists()


def test_a_secret_that_is_being_replaced_signs_twice(atelier):
    headers = signed(b"{}", "d1")
    headers["webhook-signature"] = "v1,AAAA " + headers["webhook-signature"]
    assert send(b"{}", headers).status_code == 200


def test_nobody_signs_where_no_secret_is_set(atelier, settings):
    from pydantic import SecretStr

    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"atelier_webhook_secret": SecretStr("")}
    )
    forged = signatures.sign("", "d1", int(time.time()), b"{}")
    headers = signed(b"{}", "d1") | {"webhook-signature": forged}
    assert send(b"{}", headers).status_code == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"{", b'{"id": "\\u0000"}', b"[" * 5000])
def test_a_signed_body_that_makes_no_sense_harms_nothing(atelier, body):
    assert send(body, signed(body, "d1")).status_code in {200, 400}


def test_a_webhook_has_a_limit(atelier):
    body = b" " * (webhooks.MOST_BYTES + 1)
    assert send(body, signed(body, "d1")).status_code == 413


def test_an_unknown_provider_has_no_webhooks(db):
    assert send(b"{}", {}, "/api/v1/webhooks/nobody/").status_code == 404
