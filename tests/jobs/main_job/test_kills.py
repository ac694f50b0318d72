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


def begin(photos: Path, folder: Path, quality: str = "none") -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "skyy.settings.embedded",
        "SKYY_DATA": str(folder / "data"),
    }
    command = [sys.executable, "manage.py", "demo", "--workers", "2", "--no-cache"]
    command += ["--photos", str(photos), "--out", str(folder / "out")]
    command += ["--quality", quality]
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


def wait_for_work(process: subprocess.Popen[bytes], folder: Path, key: str = "%") -> None:
    """Wait until such a step of this life is running, so that the kill lands in mid-batch."""
    deadline = time.monotonic() + DEADLINE
    running = (
        "SELECT 1 FROM jobs_step WHERE status = 'running'"
        f" AND key LIKE '{key}' AND claimed_by LIKE '%:{process.pid}'"
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


def test_models_that_were_killed_while_they_were_made_are_there_once(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    write_season(photos, 2)
    moments = random.Random(21)
    for key in ("texture", "views", "fidelity"):
        process = begin(photos, tmp_path, "draft")
        wait_for_work(process, tmp_path, key)
        assert process.poll() is None, "it finished before the last kill"
        time.sleep(moments.uniform(0.0, 0.3))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert begin(photos, tmp_path, "draft").wait(DEADLINE) == 0

    for table in ("jobs_fidelityreport", "jobs_review WHERE role = 'model'"):
        per_job = f"SELECT count(*) FROM {table} GROUP BY job_id"
        assert rows(tmp_path, per_job) == [(1,), (1,)]
    assert rows(tmp_path, "SELECT count(*) FROM jobs_fidelityevidence GROUP BY report_id") == [
        (7,),
        (7,),
    ]
    made = "SELECT role, count(*) FROM assets_asset GROUP BY role ORDER BY role"
    assert [row for row in rows(tmp_path, made) if row[0] in ("model", "evidence")] == [
        ("evidence", 14),
        ("model", 2),
    ]
    model = "SELECT id FROM jobs_job WHERE kind = 'product_model'"
    stuck = f"SELECT count(*) FROM jobs_step WHERE status <> 'succeeded' AND job_id IN ({model})"
    assert rows(tmp_path, stuck) == [(0,)]
    kept = {path for (path,) in rows(tmp_path, "SELECT key FROM assets_blob")}
    missing = [path for path in kept if not list((tmp_path / "data").glob(f"*/{path}"))]
    assert not missing
