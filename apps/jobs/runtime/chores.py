"""What is done again and again, beside the steps: sweeps, polls, deliveries, retention.

A chore is led: of all processes that could do it, the one that leads does. A leader that froze may
still finish one while the next has begun, so every chore must bear being run twice at once; locks
and conditional updates see to that, not the leadership.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from apps.assets import blobs
from apps.jobs.engine import recovery

FILES_INTERVAL = 3600.0
"""Seconds between two walks over the storages."""


@dataclass(frozen=True)
class Chore:
    """Something to do every ``interval`` seconds.

    ``function`` returns True when it left more to do: it is called again at once. What it raises is
    logged, and it is called again when it is due. ``everywhere``: every process that runs steps
    does it, for what lies on its own machine. ``end`` is called in the end, for what the function
    keeps between two calls.
    """

    name: str
    interval: float
    function: Callable[[], bool | None]
    everywhere: bool = False
    end: Callable[[], None] = lambda: None


_registered: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Add a chore, or replace the one of that name; call it at start-up."""
    _registered[chore.name] = chore


def chores() -> list[Chore]:
    """Return every chore there is."""
    return [
        Chore("sweep", settings.CONFIGURATION.sweep_seconds, recovery.sweep),
        Chore("files", FILES_INTERVAL, _sweep_files),
        Chore("scratch", FILES_INTERVAL, recovery.remove_abandoned_scratch, everywhere=True),
        *_registered.values(),
    ]


def _sweep_files() -> None:
    blobs.sweep()
