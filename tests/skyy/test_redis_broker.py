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
