"""The process is killed at random moments and started again: nothing is lost, nothing twice.

Five kills; ``SKYY_CHAOS=20`` asks for twenty. The moments are seeded (``SKYY_CHAOS_SEED``).
"""

import contextlib
import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from .own_database import Ask, OwnDatabase, own_database

KILLS = int(os.environ.get("SKYY_CHAOS", "5"))
SEED = int(os.environ.get("SKYY_CHAOS_SEED", "2"))
JOBS = 10 * KILLS
DEADLINE = 240
RUN = f"from tests.jobs.engine.chaos_process import run; run({JOBS})"


def start(data: Path, database: OwnDatabase) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"SKYY_DATA": str(data), "DJANGO_SETTINGS_MODULE": "skyy.settings.embedded"}
        | database.environment,
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
def database(tmp_path: Path) -> Iterator[OwnDatabase]:
    with own_database(tmp_path) as made:
        yield made


def test_a_batch_survives_being_killed_at_random_moments(tmp_path, database):
    data = tmp_path
    moments = random.Random(SEED)
    for _ in range(KILLS):
        process = start(data, database)
        # One in five dies while it starts.
        if moments.random() < 0.8:
            assert process.stdout.readline() == "running\n"
        kill_after(process, moments.uniform(0.0, 0.9))
    last = start(data, database)
    said, _ = last.communicate(timeout=DEADLINE)
    assert said == "running\nrested\n"

    tell_the_truth(database.ask, data)


def tell_the_truth(ask: Ask, data: Path) -> None:
    assert ask("SELECT is_batch, status, count(*) FROM jobs_job GROUP BY 1, 2 ORDER BY 1") == [
        (0, "completed", JOBS),
        (1, "completed", 1),
    ]
    assert ask("SELECT status, count(*) FROM jobs_step GROUP BY 1") == [("succeeded", 4 * JOBS)]
    # Each job ended once, each step succeeded once.
    ended = "SELECT job_id FROM jobs_event WHERE data ->> 'status' = 'completed'"
    assert ask(f"SELECT count(*) FROM ({ended}) AS found") == [(JOBS + 1,)]
    assert ask(f"SELECT count(DISTINCT job_id) FROM ({ended}) AS found") == [(JOBS + 1,)]
    succeeded = "FROM jobs_event WHERE data ->> 'status' = 'succeeded'"
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
