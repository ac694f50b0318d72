"""The thread that sweeps the tables every few seconds."""

import logging
import threading
import time

from django.db import connections

from apps.assets import blobs
from apps.jobs.engine import recovery

logger = logging.getLogger(__name__)

FILES_INTERVAL = 3600.0
"""Seconds between two walks over the storages."""


class Sweeper(threading.Thread):
    """Sweeps at once and then every ``interval`` seconds until it is stopped."""

    def __init__(self, interval: float) -> None:
        super().__init__(name="skyy-sweeper", daemon=True)
        self._interval = interval
        self._stopped = threading.Event()

    def run(self) -> None:
        """Sweep; a sweep that fails is logged, and the next one tries again."""
        files_at = time.monotonic() + FILES_INTERVAL
        while True:
            try:
                recovery.sweep()
                if time.monotonic() >= files_at:
                    files_at = time.monotonic() + FILES_INTERVAL
                    blobs.sweep()
                    recovery.remove_abandoned_scratch()
            except Exception:
                logger.exception("The sweep failed; it is tried again")
                connections.close_all()
            if self._stopped.wait(self._interval):
                break
        connections.close_all()

    def stop(self) -> None:
        """Stop and wait for the sweep under way."""
        self._stopped.set()
        self.join()
