"""Messages on their way to sockets in other processes: one thread sends what has gathered.

Nobody who puts one in waits for Redis, and many of one moment are sent in one round trip.
"""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

MOST = 10_000
"""What waits for a Redis that is slow; older messages give way. They are hints: rows say it all."""

AT_ONCE = 500

GATHER_SECONDS = 0.01
"""How long the first of many waits for others: a thread woken for each message slows who works."""

_waiting: deque[tuple[Sequence[str], Mapping[str, Any]]] = deque(maxlen=MOST)
_changed = threading.Event()
_lock = threading.Lock()
_process = 0


def put(groups: Sequence[str], message: Mapping[str, Any]) -> None:
    """Have a message sent to groups, soon."""
    _waiting.append((groups, message))
    if _process != os.getpid():
        _start()
    if not _changed.is_set():
        _changed.set()


def _start() -> None:
    global _process  # noqa: PLW0603 - a thread does not live on in a forked process
    with _lock:
        if _process != os.getpid():
            _process = os.getpid()
            threading.Thread(target=_run, name="skyy-broadcast", daemon=True).start()


def _run() -> None:
    while True:
        _changed.wait()
        time.sleep(GATHER_SECONDS)
        _changed.clear()
        while _waiting:
            sendings = [_waiting.popleft() for _ in range(min(len(_waiting), AT_ONCE))]
            layer: Any = get_channel_layer()
            try:
                layer.publish(sendings)
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever happens
                logger.warning("%d messages to sockets were not sent: %s", len(sendings), error)
