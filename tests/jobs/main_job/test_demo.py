"""The main job by its public door: the command, a folder in, a folder out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.photographs import as_jpeg, blank, garment, write_season

ROOT = Path(__file__).resolve().parents[3]


def demo(
    photos: Path, tmp_path: Path, *more: str, name: str = "run", workers: int = 2
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Run ``manage.py demo`` on a fresh data folder, with the cache off."""
    out = tmp_path / name / "out"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "skyy.settings.embedded",
        "SKYY_DATA": str(tmp_path / name / "data"),
        "COLUMNS": "200",
    }
    command = [sys.executable, "manage.py", "demo", "--photos", str(photos), "--out", str(out)]
    command += ["--workers", str(workers), "--no-cache", *more]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    return done, out


def report(out: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((out / "report.json").read_text())
    return rows


def test_every_photograph_becomes_a_mask_and_a_packshot_and_a_bad_file_fails_alone(
    tmp_path: Path,
) -> None:
    photos = tmp_path / "photos"
    write_season(photos, 2)
    (photos / "TS-TXT-001.jpg").write_text("this is no photograph")
    (photos / "TS-WALL-001.jpg").write_bytes(as_jpeg(blank()))
    done, out = demo(photos, tmp_path)
    rows = {row["source"]: row for row in report(out)}
    assert done.returncode == 1, done.stderr
    assert {name: row["status"] for name, row in rows.items()} == {
        "TS-TEE-001.jpg": "completed",
        "TS-TEE-002.jpg": "completed",
        "TS-TXT-001.jpg": "failed",
        "TS-WALL-001.jpg": "failed",
    }
    assert rows["TS-TXT-001.jpg"]["error"]["code"] == "upload.unsupported"
    assert rows["TS-WALL-001.jpg"]["error"]["code"] == "photo.no_product"
    assert "TS-TXT-001.jpg" in done.stdout
    good = rows["TS-TEE-001.jpg"]
    _, truth = garment(seed=0)
    with Image.open(out / good["mask"]) as mask:
        assert mask.mode == "L"
        assert mask.size == (320, 400)
        found = np.asarray(mask) >= 128
    union = (found | (truth >= 128)).sum()
    assert (found & (truth >= 128)).sum() / union > 0.95
    with Image.open(out / good["packshot"]) as packshot:
        assert (packshot.format, packshot.mode) == ("PNG", "RGBA")
        assert packshot.size == (good["width"], good["height"])
    for name, expected in (("jpeg", "JPEG"), ("webp", "WEBP")):
        with Image.open(out / good[name]) as picture:
            assert picture.format == expected
    page = (out / "contact-sheet.html").read_text()
    assert good["webp"] in page
    assert "photo.no_product" in page


def test_one_worker_and_three_give_the_same_bytes(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    write_season(photos, 2)
    made = {}
    for workers in (1, 3):
        done, out = demo(photos, tmp_path, name=f"with-{workers}", workers=workers)
        assert done.returncode == 0, done.stderr
        made[workers] = {
            path.relative_to(out): path.read_bytes()
            for path in out.rglob("*")
            if path.suffix in {".png", ".jpg", ".webp", ".glb", ".mp4"}
        }
    assert len(made[1]) == 2 * 8
    assert made[1] == made[3]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder.mkdir(), "folder.empty"),
        (lambda folder: None, "folder.missing"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused_in_words(
    tmp_path: Path, make: Any, code: str
) -> None:
    photos = tmp_path / "photos"
    make(photos)
    done, out = demo(photos, tmp_path)
    assert done.returncode != 0
    assert code in done.stderr
    assert not out.exists()
