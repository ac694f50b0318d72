"""What people saw at the end: clients of the sockets, and a page in a browser."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from ..page import Looker
from ..person import Person
from ..rows import Row, none, same
from ..watcher import Watcher

TRUE_WITHIN = 45.0
"""Seconds after the last event until everybody must have heard of it: one tick and a reconnect."""

HINTS = ("progress",)
"""Columns of a step that are unnumbered hints while it runs."""


def check(person: Person, watchers: Sequence[Watcher], looker: Looker | None) -> list[Row]:
    """Wait until all show the truth, and say how long it took."""
    wanted = {watcher.job: person.snapshot(watcher.job) for watcher in watchers}
    took = waited(lambda: all(_same(one.known, wanted[one.job]) for one in watchers), TRUE_WITHIN)
    wrong = [one for one in watchers if not _same(one.known, wanted[one.job])]
    rows = [
        Row("sockets followed, connections they took", _connections(watchers)),
        none("sockets that do not show the truth", [_difference(one, wanted) for one in wrong]),
        none("gaps the server let a client find", [w for one in watchers for w in one.wrong]),
        Row("seconds until all sockets showed it", f"{took:.1f}"),
    ]
    if looker is None:
        return [*rows, Row("the page in Chromium", "not looked at: there is no Chromium", False)]
    status = wanted[looker.job]["status"]
    took = waited(lambda: looker.shown == status, TRUE_WITHIN)
    return [
        *rows,
        same("the page in Chromium says", looker.shown, status, looker.fault),
        same("times it was loaded", looker.loaded, 1),
        Row("seconds until it did", f"{took:.1f}"),
    ]


def waited(true: Callable[[], bool], seconds: float) -> float:
    """Wait until ``true()``; return the seconds it took, infinity where it never was."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if true():
            return time.monotonic() - began
        time.sleep(0.2)
    return float("inf")


def _connections(watchers: Sequence[Watcher]) -> str:
    events = sum(one.events for one in watchers)
    return f"{len(watchers)}, {sum(one.connected for one in watchers)}, events heard: {events}"


def _same(known: dict[str, Any] | None, wanted: dict[str, Any]) -> bool:
    return known is not None and _plain(known) == _plain(wanted)


def _plain(job: dict[str, Any]) -> dict[str, Any]:
    steps = [
        {name: value for name, value in step.items() if name not in HINTS} for step in job["steps"]
    ]
    return job | {"steps": steps}


def _difference(watcher: Watcher, wanted: dict[str, dict[str, Any]]) -> str:
    known, true = watcher.known, wanted[watcher.job]
    if known is None:
        return f"{watcher.job}: heard nothing"
    names = [name for name in true if known.get(name) != true[name]]
    return f"{watcher.job}: {names} at {known['number']} of {true['number']}"
