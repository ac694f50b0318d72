"""How many steps of a queue run at once in a process that was not told otherwise."""

import os

from django.conf import settings

from apps.jobs.models import Queue

NETWORK = 4
"""Steps that wait for network and disk hold a processor for a fraction of their time."""


def width_of(queue: str) -> int:
    """Return ``SKYY_WORKERS`` or one per core for ``cpu``, one for ``gpu``, four for ``io``."""
    match queue:
        case Queue.CPU:
            return settings.CONFIGURATION.workers or _cores()
        case Queue.IO:
            return NETWORK
        case _:
            return 1


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
