"""The Dramatiq broker: messages are doorbells, so it keeps no results and retries nothing.

Dramatiq's own ``Retries`` and ``TimeLimit`` are left out: the engine owns attempts and time-outs.
"""

import dramatiq
from django.conf import settings
from dramatiq import Middleware
from dramatiq.broker import Broker
from dramatiq.brokers.stub import StubBroker

from skyy.database_middleware import CloseConnections


def make_broker() -> Broker:
    """Return the broker the settings ask for (``BROKER``: ``stub`` or ``redis``).

    Raises:
        ValueError: the settings ask for another.
    """
    middleware: list[Middleware] = [CloseConnections()]
    if settings.BROKER == "stub":
        return StubBroker(middleware=middleware)
    if settings.BROKER == "redis":
        # Only production has Redis's client installed.
        from skyy.redis_broker import DoorbellBroker

        return DoorbellBroker(settings.REDIS_URL, middleware)
    raise ValueError(f"BROKER is {settings.BROKER!r}; there are 'stub' and 'redis'.")


def install() -> Broker:
    """Make the broker and set it as Dramatiq's, before any actor is declared."""
    broker = make_broker()
    dramatiq.set_broker(broker)
    return broker


broker = install()
