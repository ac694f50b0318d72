"""The production setting's servers for a bench: PostgreSQL with fsync, and Redis."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.parts.postgres import postgres
from tests.parts.redis import redis
from tests.parts.s3 import S3Address
from tests.parts.session import environment

NO_FILES = S3Address("http://127.0.0.1:9", "none", "none", "none", "none")
"""The steps of this bench make no files, so that no storage is asked."""


@contextlib.contextmanager
def servers(folder: Path) -> Iterator[list[int]]:
    """Run the servers, name them in this process's environment, and yield their process ids.

    Raises:
        PartMissing: one is not on this machine.
    """
    with postgres(folder / "postgres") as database, redis(folder / "redis") as doorbells:
        os.environ |= environment(database.url, doorbells.url, NO_FILES) | {
            "DJANGO_SETTINGS_MODULE": "skyy.settings.production",
            "SKYY_DATA": str(folder / "data"),
            "SKYY_LOG_LEVEL": "WARNING",
        }
        processes = [database.server.process, doorbells.server.process]
        yield [process.pid for process in processes if process is not None]


def processor_seconds(pids: list[int]) -> float:
    """Return what processes and all that they started have used of the processor so far."""
    used = 0.0
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            top = psutil.Process(pid)
            for process in (top, *top.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    times = process.cpu_times()
                    used += times.user + times.system
                    # Those that ended already, where they were waited for.
                    used += times.children_user + times.children_system
    return used
