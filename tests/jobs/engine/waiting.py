"""Waiting for something to become true, woken by the engine's own events, with a deadline."""

import threading
import time
from collections.abc import Callable
from typing import Any

from apps.jobs import broadcast

DEADLINE = 30.0


def wait_for(found: Callable[[], Any]) -> Any:
    """Return what ``found`` gives as soon as it is true; fail after the deadline."""
    changed = threading.Event()
    end = time.monotonic() + DEADLINE
    with broadcast.listening(lambda job: changed.set()):
        while time.monotonic() < end:
            changed.clear()
            result = found()
            if result:
                return result
            changed.wait(0.05)
    raise AssertionError("it did not become true in time")
