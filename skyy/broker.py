"""The Dramatiq broker: messages are doorbells, so it keeps no results and retries nothing.

Dramatiq's own ``Retries`` and ``TimeLimit`` are left out: the engine owns attempts and time-outs.
"""

import dramatiq
from django.conf import settings
from dramatiq.broker import Broker
from dramatiq.brokers.stub import StubBroker

from skyy.database_middleware import CloseConnections


def make_broker() -> Broker:
    """Return the broker the settings ask for (``BROKER``: ``stub``)."""
    if settings.BROKER != "stub":
        raise ValueError(f"BROKER is {settings.BROKER!r}; this release knows 'stub'.")
    return StubBroker(middleware=[CloseConnections()])


def install() -> Broker:
    """Make the broker and set it as Dramatiq's, before any actor is declared."""
    broker = make_broker()
    dramatiq.set_broker(broker)
    return broker


broker = install()
