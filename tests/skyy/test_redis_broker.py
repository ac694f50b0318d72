"""Doorbells keep nobody waiting: not when Redis is away, not when nobody listens."""

import pytest
from django.conf import settings
from dramatiq import Message

redis_broker = pytest.importorskip("skyy.redis_broker")
on_redis = pytest.mark.skipif(settings.BROKER != "redis", reason="needs a Redis")


def ring(broker, queue: str) -> None:
    broker.enqueue(Message(queue_name=queue, actor_name="x", args=(), kwargs={}, options={}))


def test_a_ring_while_redis_is_away_is_dropped_and_the_next_are_not_even_tried(monkeypatch):
    broker = redis_broker.DoorbellBroker("redis://127.0.0.1:1/0", [])
    ring(broker, "cpu")

    def tried(*args):
        raise AssertionError("asked a server that is away")

    monkeypatch.setattr(broker.client, "llen", tried)
    ring(broker, "cpu")
    monkeypatch.setattr(redis_broker.time, "monotonic", lambda: broker._quiet_until + 1)
    with pytest.raises(AssertionError, match="away"):
        ring(broker, "cpu")


@on_redis
def test_a_queue_without_workers_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(redis_broker, "MOST_WAITING", 5)
    monkeypatch.setattr(redis_broker, "COUNT_SECONDS", 0.0)
    broker = redis_broker.DoorbellBroker(settings.REDIS_URL, [])
    for _ in range(9):
        ring(broker, "deserted")
    assert broker.client.llen("skyy:deserted") == 5
    broker.flush("deserted")


@on_redis
def test_a_ring_is_heard_by_a_worker_that_listens_and_by_one_alone(monkeypatch):
    monkeypatch.setattr(redis_broker, "LISTEN_SECONDS", 0.05)
    broker = redis_broker.DoorbellBroker(settings.REDIS_URL, [])
    first, second = broker.consume("heard", timeout=10), broker.consume("heard", timeout=10)
    assert next(first) is None
    ring(broker, "heard")
    heard = next(first)
    assert heard.queue_name == "heard"
    assert next(second) is None
    first.ack(heard)
    assert broker.client.hlen("skyy:heard.msgs") == 0


@on_redis
def test_whoever_listens_asks_once_however_long_it_waits(monkeypatch):
    monkeypatch.setattr(redis_broker, "LISTEN_SECONDS", 0.5)
    broker = redis_broker.DoorbellBroker(settings.REDIS_URL, [])
    listening = broker.consume("quiet", timeout=10)
    sent = []
    send = broker.client.execute_command

    def noted(*command, **options):
        sent.append(command[0])
        return send(*command, **options)

    # The server's own figures count what others ask it meanwhile.
    monkeypatch.setattr(broker.client, "execute_command", noted)
    assert next(listening) is None
    assert sent.count("EVALSHA") == 1


@on_redis
def test_a_delayed_ring_that_is_held_is_looked_after_instead_of_listened_past(monkeypatch):
    broker = redis_broker.DoorbellBroker(settings.REDIS_URL, [])
    broker.enqueue(
        Message(queue_name="later", actor_name="x", args=(), kwargs={}, options={}), delay=1
    )
    delayed = broker.consume("later.DQ", prefetch=10, timeout=10)
    held = next(delayed)

    def listened(*args, **kwargs):
        raise AssertionError("listened while a message was held")

    monkeypatch.setattr(broker.client, "blmove", listened)
    assert next(delayed) is None
    delayed.ack(held)
