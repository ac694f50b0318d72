"""A process that runs steps says so: its row, and how much memory it and its children hold."""

import logging
import os
import socket
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta

import psutil
from django.db import Error
from django.db.models.functions import Now

from apps.jobs.models import Worker

from .repeating import Repeating

logger = logging.getLogger(__name__)

INTERVAL = 5.0
FORGOTTEN = timedelta(days=1)
"""The row of a process that was killed is kept so long, for people to see."""


class Heartbeat:
    """Keeps the row of one process.

    Args:
        name: as in ``Step.claimed_by``.
        queues: how many steps of each may run at once.
        children: asked for the process ids of the children.
    """

    def __init__(
        self, name: str, queues: Mapping[str, int], children: Callable[[], Iterable[int]]
    ) -> None:
        self._name = name
        self._queues = dict(queues)
        self._children = children
        self._draining = False
        self._thread = Repeating("heartbeat", INTERVAL, self.beat)

    def start(self) -> None:
        """Appear."""
        self._thread.start()

    def drain(self) -> None:
        """Say that nothing more is begun here."""
        self._draining = True
        with suppress(Error):
            Worker.objects.filter(name=self._name).update(draining=True)

    def stop(self) -> None:
        """Disappear."""
        self._thread.stop()
        try:
            Worker.objects.filter(name=self._name).delete()
        except Error:
            logger.warning("The worker's row could not be removed; it grows old")

    def beat(self) -> None:
        """Write the row as things stand."""
        standing = {
            "queues": self._queues,
            "memory_bytes": self._memory(),
            "draining": self._draining,
            "seen_at": Now(),
        }
        if not Worker.objects.filter(name=self._name, pid=os.getpid()).update(**standing):
            Worker.objects.filter(name=self._name).delete()
            Worker.objects.filter(seen_at__lt=Now() - FORGOTTEN).delete()
            Worker.objects.create(
                name=self._name,
                host=socket.gethostname(),
                pid=os.getpid(),
                started_at=Now(),
                **standing,
            )

    def _memory(self) -> int:
        held = 0
        for pid in [os.getpid(), *self._children()]:
            # It may have ended a moment ago.
            with suppress(psutil.Error):
                held += psutil.Process(pid).memory_info().rss
        return held
