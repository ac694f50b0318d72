"""The process is killed at random moments and started again: nothing is lost, nothing twice.

Five kills; ``SKYY_CHAOS=20`` asks for twenty. The moments are seeded (``SKYY_CHAOS_SEED``).
"""

import contextlib
import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.db import connection

KILLS = int(os.environ.get("SKYY_CHAOS", "5"))
SEED = int(os.environ.get("SKYY_CHAOS_SEED", "2"))
JOBS = 10 * KILLS
DEADLINE = 240
RUN = f"import django; django.setup(); from tests.jobs.engine import chaos_run as c; c.main({JOBS})"


def start(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"SKYY_DATA": str(data), "DJANGO_SETTINGS_MODULE": "skyy.settings.embedded"},
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    """Kill the process after a while; its children must notice and go by themselves."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    children = psutil.Process(process.pid).children() if process.poll() is None else []
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose database has every table and no row."""
    with contextlib.closing(sqlite3.connect(tmp_path / "skyy.sqlite3")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return tmp_path


def test_a_batch_survives_being_killed_at_random_moments(data):
    moments = random.Random(SEED)
    for _ in range(KILLS):
        process = start(data)
        # One in five dies while it starts.
        if moments.random() < 0.8:
            assert process.stdout.readline() == "running\n"
        kill_after(process, moments.uniform(0.0, 0.9))
    last = start(data)
    said, _ = last.communicate(timeout=DEADLINE)
    assert said == "running\nrested\n"

    with contextlib.closing(sqlite3.connect(data / "skyy.sqlite3")) as database:
        tell_the_truth(database, data)


def tell_the_truth(database: sqlite3.Connection, data: Path) -> None:
    def ask(sql: str) -> list[tuple]:
        return database.execute(sql).fetchall()

    assert ask("SELECT is_batch, status, count(*) FROM jobs_job GROUP BY 1, 2") == [
        (0, "completed", JOBS),
        (1, "completed", 1),
    ]
    assert ask("SELECT status, count(*) FROM jobs_step GROUP BY 1") == [("succeeded", 4 * JOBS)]
    # Each job ended once, each step succeeded once.
    ended = 'SELECT job_id FROM jobs_event WHERE data LIKE \'%"status": "completed"%\''
    assert ask(f"SELECT count(*) FROM ({ended})") == [(JOBS + 1,)]
    assert ask(f"SELECT count(DISTINCT job_id) FROM ({ended})") == [(JOBS + 1,)]
    succeeded = 'FROM jobs_event WHERE data LIKE \'%"status": "succeeded"%\''
    assert ask(f"SELECT count(*), count(DISTINCT data ->> 'step') {succeeded}") == [
        (4 * JOBS, 4 * JOBS)
    ]
    assert (
        ask(
            "SELECT job.id FROM jobs_job job JOIN jobs_event event ON event.job_id = job.id "
            "GROUP BY job.id HAVING count(*) <> max(number) OR min(number) <> 1 "
            "OR max(number) <> last_event"
        )
        == []
    )
    # Some claims were lost with their process, or the kills hit nothing.
    assert ask("SELECT sum(claim_no) > count(*), sum(losses) > 0 FROM jobs_step") == [(1, 1)]
    files = ask(
        "SELECT child.params ->> 'n', step.key, blob.key, blob.sha256 FROM jobs_stepfile file "
        "JOIN jobs_step step ON step.id = file.step_id JOIN jobs_job child ON child.id = job_id "
        "JOIN assets_blob blob ON blob.id = file.blob_id"
    )
    assert len(files) == 4 * JOBS
    stored = {
        str(path.relative_to(data / "originals")): path.read_bytes()
        for path in (data / "originals").rglob("*")
        if path.is_file()
    }
    assert set(stored) == {key for _, _, key, _ in files}
    for number, key, name, sha256 in files:
        a, b, c = (f"{number}{step} " for step in "abc")
        texts = {"a": a, "b": a + b, "c": a + c, "d": a + b + a + c + f"{number}d "}
        assert stored[name].decode() == texts[key]
        assert hashlib.sha256(stored[name]).hexdigest() == sha256
    assert list((data / "scratch").iterdir()) == []
