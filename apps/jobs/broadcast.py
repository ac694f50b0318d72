"""Tells sockets what happened, from any thread, and never waits for them.

Messages to a group are those of the socket protocol, so a consumer has methods ``event`` and
``progress`` and passes them on. They are hints: what is lost is read from the database. Groups:
``job.<id>``, ``team.<id>`` and ``user.<id>``.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from channels.layers import InMemoryChannelLayer as InProcess
from channels.layers import get_channel_layer

from apps.jobs import outbox

PROGRESS_INTERVAL = 0.25
"""Seconds between two messages of progress of one job, at least."""

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_last_progress: dict[UUID, float] = {}
_listeners: tuple[Callable[[UUID], None], ...] = ()


def bind_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Name the server's event loop; consumers and the server call it, the newest wins."""
    global _loop  # noqa: PLW0603 - one server per process
    _loop = loop


def send(group: str, message: Mapping[str, Any]) -> None:
    """Send a message to a group of sockets; nothing happens where nobody can be listening."""
    _send((group,), message)


def tell_event(
    event: Mapping[str, Any], *, job: UUID, team: UUID, user: UUID | None, batch: UUID | None
) -> None:
    """Send an event, as ``events.described`` gives it, to everybody who follows the job."""
    for listener in _listeners:
        listener(job)
        if batch is not None:
            listener(batch)
    groups = [f"job.{job}", f"team.{team}"]
    if user is not None:
        groups.append(f"user.{user}")
    told = {name: event[name] for name in ("type", "data", "created_at")}
    inside = None if batch is None else str(batch)
    _send(
        groups,
        {
            "type": "event",
            "job": str(job),
            "batch": inside,
            "number": event["number"],
            "event": told,
        },
    )


def tell_progress(
    job: UUID,
    step: UUID,
    fraction: float,
    *,
    team: UUID | None = None,
    user: UUID | None = None,
    batch: UUID | None = None,
) -> None:
    """Send how far a running step is, at most four times a second per job."""
    now = time.monotonic()
    with _lock:
        if now - _last_progress.get(job, 0.0) < PROGRESS_INTERVAL:
            return
        if len(_last_progress) > 1000:
            _last_progress.clear()
        _last_progress[job] = now
    groups = [f"job.{job}"]
    groups += [f"team.{team}"] if team is not None else []
    groups += [f"user.{user}"] if user is not None else []
    inside = None if batch is None else str(batch)
    told = {"type": "progress", "job": str(job), "step": str(step), "fraction": fraction}
    _send(groups, told | {"batch": inside})


@contextmanager
def listening(heard: Callable[[UUID], None]) -> Iterator[None]:
    """Call ``heard`` with the id of every job (and its batch) this process writes an event of."""
    global _listeners  # noqa: PLW0603 - replaced whole, so that it may be walked without a lock
    with _lock:
        _listeners = (*_listeners, heard)
    try:
        yield
    finally:
        with _lock:
            _listeners = tuple(one for one in _listeners if one is not heard)


def _send(groups: Sequence[str], message: Mapping[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    if not isinstance(layer, InProcess):
        outbox.put(groups, message)
        return
    # The in-process layer's queues belong to the server's loop; another thread must not touch them.
    loop = _loop
    if loop is None or loop.is_closed() or not loop.is_running():
        return

    async def deliver() -> None:
        for group in groups:
            await layer.group_send(group, dict(message))

    _submit(deliver(), loop)


def _submit(work: Coroutine[Any, Any, None], loop: asyncio.AbstractEventLoop) -> None:
    try:
        asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError:
        # The server closed its loop a moment ago: nobody is left to be told.
        work.close()
