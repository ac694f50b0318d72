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


PARTS = ("worker", "children", "PostgreSQL", "Redis")


def seconds_by_part(servers: list[int], workers: list[int]) -> dict[str, float]:
    """Return what each of ``PARTS`` has used of the processor so far.

    Args:
        servers: as ``servers`` yields them.
    """
    own = sum(_own_seconds(pid) for pid in workers)
    parts = [own, processor_seconds(workers) - own, *(processor_seconds([one]) for one in servers)]
    return dict(zip(PARTS, parts, strict=True))


def _own_seconds(pid: int) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        times = psutil.Process(pid).cpu_times()
        return float(times.user + times.system)
    return 0.0


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
