"""How fast the others are, on the same servers, in as many processes of as many threads."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from apps.jobs.models import Step
from tests.bench.engine.ours import House, submitted
from tests.bench.engine.pipeline import STEPS
from tests.bench.engine.rate import Rate, between_edges, processes
from tests.bench.engine.servers import processor_seconds

from .script import script

LOOK_SECONDS = 0.05
PATIENCE = 900.0


def bare(servers: list[int], workers: int, *, chains: int, width: int) -> Rate:
    """Dramatiq whose actor does one UPDATE."""
    pieces = chains * STEPS
    ask("CREATE TABLE IF NOT EXISTS bench_row (id int PRIMARY KEY, done_at timestamptz)")
    ask("TRUNCATE bench_row")
    ask(f"INSERT INTO bench_row SELECT generate_series(1, {pieces})")
    from .dramatiq_app import update

    def begin() -> None:
        for number in range(1, pieces + 1):
            update.send(number)

    return _rate(
        servers,
        [["tests.bench.engine.rivals.dramatiq_worker", "bare", str(width)]] * workers,
        "Working",
        begin,
        lambda: ask("SELECT done_at FROM bench_row WHERE done_at IS NOT NULL"),
        pieces,
    )


def by_hand(
    servers: list[int], workers: int, *, chains: int, width: int, who: House, folder: Path
) -> Rate:
    """Dramatiq with the engine's statements in plain psycopg."""
    path = folder / "script.json"
    path.write_text(json.dumps(script()))
    os.environ["BENCH_SCRIPT"] = str(path)
    from .dramatiq_app import step

    # Nobody hears the engine's doorbells meanwhile.
    batch = submitted(who, chains)

    def begin() -> None:
        for _ in range(chains):
            step.send()

    return _rate(
        servers,
        [["tests.bench.engine.rivals.dramatiq_worker", "by_hand", str(width)]] * workers,
        "Working",
        begin,
        lambda: list(
            Step.objects.filter(job__batch=batch, finished_at__isnull=False).values_list(
                "finished_at"
            )
        ),
        chains * STEPS,
    )


def celery(servers: list[int], workers: int, *, chains: int, width: int) -> Rate:
    """Celery with its Django result backend and kept connections."""
    _celery("tables")
    ask("TRUNCATE django_celery_results_taskresult")
    command = ["celery", "-A", "tests.bench.engine.rivals.celery_app", "worker"]
    command += ["--pool", "threads", "--concurrency", str(width), "--loglevel", "INFO"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return _rate(
        servers,
        [[*command, "-n", f"bench{number}"] for number in range(workers)],
        "ready.",
        lambda: _celery("send", str(chains), str(STEPS)),
        lambda: ask("SELECT date_done FROM django_celery_results_taskresult"),
        chains * STEPS,
    )


def ask(sql: str) -> list[tuple[Any, ...]]:
    """Send a statement beside Django."""
    with psycopg.connect(os.environ["SKYY_DATABASE_URL"], autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def _celery(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.bench.engine.rivals.celery_run", *arguments],
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.bench.engine.rivals.settings"},
    )


def _rate(
    servers: list[int],
    commands: Sequence[Sequence[str]],
    ready: str,
    begin: Callable[[], None],
    done: Callable[[], list[tuple[datetime]]],
    pieces: int,
) -> Rate:
    """All messages lie there before the first worker starts: nobody is disturbed by the sender."""
    begin()
    until = time.monotonic() + PATIENCE
    before = processor_seconds(servers)
    with processes(commands, ready) as pids:
        started = processor_seconds(pids)
        while len(ended := done()) < pieces:
            if time.monotonic() > until:
                raise RuntimeError(f"{len(ended)} of {pieces} were done in time")
            time.sleep(LOOK_SECONDS)
        used = processor_seconds([*servers, *pids]) - before - started
    return Rate(between_edges([moment for (moment,) in ended]), used * 1000 / pieces)
