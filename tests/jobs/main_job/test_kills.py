"""The main job killed in mid-batch, again and again, and started again each time."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.photographs import write_season

ROOT = Path(__file__).resolve().parents[3]
KILLS = int(os.environ.get("SKYY_CHAOS", "3"))
# Enough of them that the batch is still under way at the last kill.
PHOTOGRAPHS = 4 * KILLS
DEADLINE = 300.0


def begin(photos: Path, folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "skyy.settings.embedded",
        "SKYY_DATA": str(folder / "data"),
    }
    command = [sys.executable, "manage.py", "demo", "--workers", "2", "--no-cache"]
    command += ["--photos", str(photos), "--out", str(folder / "out")]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    path = folder / "data" / "skyy.sqlite3"
    if not path.exists():
        return []
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30) as connection:
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []  # the tables are still being made


def wait_for_work(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a step of this life is running, so that the kill lands in mid-batch."""
    deadline = time.monotonic() + DEADLINE
    running = (
        f"SELECT 1 FROM jobs_step WHERE status = 'running' AND claimed_by LIKE '%:{process.pid}'"
    )
    while not rows(folder, running):
        assert time.monotonic() < deadline
        if process.poll() is not None:
            return
        time.sleep(0.02)


def test_killed_in_mid_batch_it_finishes_with_nothing_lost_and_nothing_twice(
    tmp_path: Path,
) -> None:
    photos = tmp_path / "photos"
    write_season(photos, PHOTOGRAPHS)
    moments = random.Random(20)
    for _ in range(KILLS):
        process = begin(photos, tmp_path)
        wait_for_work(process, tmp_path)
        assert process.poll() is None, "it finished before the last kill"
        time.sleep(moments.uniform(0.0, 1.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert begin(photos, tmp_path).wait(DEADLINE) == 0

    assert rows(tmp_path, "SELECT count(*) FROM jobs_job WHERE is_batch = 1") == [(1,)]
    assert rows(
        tmp_path, "SELECT status, count(*) FROM jobs_job WHERE kind = 'packshot' GROUP BY status"
    ) == [("awaiting_review", PHOTOGRAPHS + 1)]
    packshot = "SELECT id FROM jobs_job WHERE kind = 'packshot'"
    stuck = f"SELECT count(*) FROM jobs_step WHERE status <> 'succeeded' AND job_id IN ({packshot})"
    assert rows(tmp_path, stuck) == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM jobs_review") == [(PHOTOGRAPHS,)]
    assert rows(
        tmp_path, "SELECT role, count(*) FROM assets_asset GROUP BY role ORDER BY role"
    ) == [(role, PHOTOGRAPHS) for role in ("cutout", "mask", "packshot", "photograph")]
    gaps = (
        "SELECT count(*) FROM (SELECT job_id FROM jobs_event GROUP BY job_id"
        " HAVING count(*) <> max(number) OR min(number) <> 1)"
    )
    assert rows(tmp_path, gaps) == [(0,)]
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [row["status"] for row in report] == ["completed"] * PHOTOGRAPHS
