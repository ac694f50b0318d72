"""Celery with its Django result backend: tasks that do nothing, in chains of three."""

import logging
import os
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.engine.rivals.settings"

from celery import Celery, chain, signals

app = Celery("bench")
app.config_from_object("django.conf:settings", namespace="CELERY")
# The fix-up reads it under its full name.
app.conf.CELERY_DB_REUSE_MAX = 1_000_000_000


@signals.after_setup_logger.connect
def quiet(**given: Any) -> None:
    """Write no lines for every task: nobody else here does."""
    for name in ("celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(name).setLevel(logging.WARNING)


@app.task(name="nothing", ignore_result=False)
def nothing() -> None:
    """Do nothing."""


def send(chains: int, steps: int) -> None:
    """Send chains, each task after the one before it."""
    with app.connection_for_write() as connection:
        for _ in range(chains):
            chain(*(nothing.si() for _ in range(steps))).apply_async(connection=connection)
