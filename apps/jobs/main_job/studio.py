"""The studio in one process: server in front, workers behind, the main job on its way."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from django.conf import settings
from django.db import connections

from apps.accounts.models import User
from apps.catalog.importing import Imported
from apps.jobs.models import Job
from apps.jobs.runtime import Runtime, wait_until_resting
from skyy.api.errors import Problem

from .batch import WORKS, Work, not_made_yet, start, under_way
from .season import bring_in
from .terminal import Bars


class Interrupted(Exception):
    """The server was stopped while the main job was under way."""


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is begun.

    Raises:
        OSError: it is taken or is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError:
        taken.close()
        raise
    return taken


SERVER: dict[str, Any] = {
    "app": "skyy.asgi:application",
    "lifespan": "off",
    "ws": "websockets-sansio",
    # Clients of our sockets say little.
    "ws_max_size": 1 << 16,
    # What is sent is short; compressing it would cost more than all the rest, and memory each.
    "ws_per_message_deflate": False,
    "log_level": "warning",
    # What it says goes where everything goes, and is looked through for secrets.
    "log_config": None,
    "server_header": False,
    # The application itself decides which proxy it believes.
    "proxy_headers": False,
    # Browsers keep sockets open; a stop should not wait for them.
    "timeout_graceful_shutdown": 3,
}
"""How the studio is served, embedded and in production."""


def server_configuration() -> uvicorn.Config:
    """Return how the studio is served by one process."""
    return uvicorn.Config(**SERVER)


def serve(
    user: User,
    photos: Path | None,
    bars: Bars,
    *,
    address: socket.socket,
    tell: Callable[[str], None],
) -> None:
    """Serve until interrupted; the main job runs beside it. Blocks."""
    workers = settings.CONFIGURATION.workers or os.cpu_count() or 1
    server = uvicorn.Server(server_configuration())
    with Runtime(workers=workers):
        stopping = threading.Event()
        worker = threading.Thread(
            target=_main_job,
            args=(user, photos, bars, workers, stopping, tell),
            name="main-job",
            daemon=True,
        )
        worker.start()
        try:
            # uvicorn hands Ctrl-C on once it has closed its doors; by then it has been obeyed.
            with contextlib.suppress(KeyboardInterrupt):
                server.run(sockets=[address])
        finally:
            stopping.set()


def _main_job(
    user: User,
    photos: Path | None,
    bars: Bars,
    workers: int,
    stopping: threading.Event,
    tell: Callable[[str], None],
) -> None:
    def told(work: Work, batch: Job) -> None:
        if stopping.is_set():
            raise Interrupted
        bars.tell_batch(str(work.bar), batch)

    try:
        imported = bring_in(
            user, photos, data=settings.DATA, workers=workers, on_progress=bars.tell
        )
        for refusal in imported.refusals:
            tell(f"{refusal.file}: {refusal.code}: {refusal.message}")
        batches = [(work, _begun(work, user, imported.imported)) for work in WORKS]
        for work, batch in batches:
            if batch is None:
                tell(f"{work.bar}: every photograph has its own already.")
                continue
            rested = wait_until_resting(batch.id, partial(told, work))
            tell(f"{work.bar}: {outcome(rested)}")
    except Interrupted:
        tell("Stopped; the rest goes on at the next start.")
    except Problem as problem:
        tell(f"{problem.code}: {problem.message}")
    finally:
        connections.close_all()


def _begun(work: Work, user: User, imported: Sequence[Imported]) -> Job | None:
    waiting = not_made_yet(work, imported)
    return start(work, user, waiting, {}) if waiting else under_way(work, user)


def outcome(batch: Job) -> str:
    """What a batch that rests came to, in a line."""
    made = sum(int(batch.counts.get(state, 0)) for state in ("awaiting_review", "completed"))
    words = f"Ready for review: {made}. Failed: {int(batch.counts.get('failed', 0))}."
    stopped = int(batch.counts.get("cancelled", 0))
    return f"{words} Stopped: {stopped}." if stopped else words
