"""Messages to sockets elsewhere: in order, nobody waits, a Redis that is away costs only them."""

import queue

import pytest

from apps.jobs import outbox

DEADLINE = 10


class Layer:
    """Fails as often as it is told to; what is sent comes out of ``sent``."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.sent: queue.SimpleQueue = queue.SimpleQueue()

    def publish(self, sendings) -> None:
        if self.failures:
            self.failures -= 1
            self.sent.put("failed")
            raise ConnectionError("away")
        for one in sendings:
            self.sent.put(one)


@pytest.fixture
def layer(monkeypatch):
    def make(failures: int = 0) -> Layer:
        made = Layer(failures)
        monkeypatch.setattr(outbox, "get_channel_layer", lambda: made)
        return made

    return make


def test_messages_arrive_in_order(layer):
    sent = layer().sent
    for number in range(1200):
        outbox.put(["job.1"], {"number": number})
    heard = [sent.get(timeout=DEADLINE) for _ in range(1200)]
    assert heard == [(["job.1"], {"number": number}) for number in range(1200)]


def test_what_could_not_be_sent_is_lost_and_the_next_is_sent(layer):
    sent = layer(failures=1).sent
    outbox.put(["job.1"], {"number": 1})
    assert sent.get(timeout=DEADLINE) == "failed"
    outbox.put(["job.1"], {"number": 2})
    assert sent.get(timeout=DEADLINE) == (["job.1"], {"number": 2})
