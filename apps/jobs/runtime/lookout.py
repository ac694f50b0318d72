"""Looks for ready steps without being rung for: a lost doorbell costs seconds, never work.

Steps that were lost with another worker are taken back first. The leader's sweep does so too; but
while leaders die with the workers, whoever could run a step need not wait for the next of them.
"""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from apps.jobs.engine import recovery
from apps.jobs.engine.best import ready
from apps.jobs.engine.workplace import Workplace

from .repeating import Repeating

logger = logging.getLogger(__name__)


class Lookout:
    """Looks every ``interval`` seconds, with threads of its own: those that hear doorbells may all
    be waiting for a Redis that is away.

    Args:
        widths: how many steps of each queue may run here at once.
    """

    def __init__(self, workplace: Workplace, widths: Mapping[str, int], interval: float) -> None:
        self._workplace = workplace
        self._widths = widths
        self._pool = ThreadPoolExecutor(sum(widths.values()), thread_name_prefix="skyy-found")
        self._thread = Repeating("lookout", interval, self.look)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more, and wait for what runs."""
        self._thread.stop()
        self._pool.shutdown()

    def look(self) -> None:
        """Take back what others lost; set a thread to work for every step that has room here."""
        recovery.recover_lost(but_of=self._workplace.name)
        for queue, width in self._widths.items():
            for _ in range(ready(queue)[:width].count()):
                self._pool.submit(self._drain, queue)

    def _drain(self, queue: str) -> None:
        try:
            self._workplace.drain(queue)
        except Exception:
            logger.exception("Steps of the queue %s could not be run; others look again", queue)
        finally:
            connections.close_all()
