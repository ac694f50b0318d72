"""What studios really deliver: 24 megapixels from a camera, 45 megapixels at 16 bits."""

import re
from pathlib import Path

import cv2
import numpy as np
import tifffile
from PIL import Image

from tests.assets.profiles import adobe_rgb
from tests.jobs.main_job.test_demo import demo, report
from tests.photographs import garment

LARGEST_PROCESS = 1500  # 10⁶ bytes


def test_a_24_megapixel_jpeg_and_a_45_megapixel_tiff_become_packshots_in_little_memory(
    tmp_path: Path,
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    small, _ = garment(800, 600)
    jpeg = cv2.resize(small, (4240, 5660), interpolation=cv2.INTER_CUBIC)
    Image.fromarray(jpeg).save(photos / "CAM-024.jpg", quality=92)
    sixteen = cv2.resize(small, (5800, 7760), interpolation=cv2.INTER_CUBIC).astype(np.uint16) * 257
    tifffile.imwrite(
        photos / "CAM-045.tif", sixteen, photometric="rgb", iccprofile=adobe_rgb(), compression=None
    )
    del jpeg, sixteen
    done, out = demo(photos, tmp_path, "--quality", "draft", workers=1)
    assert done.returncode == 0, done.stderr
    rows = {row["source"]: row for row in report(out)}
    for name, size in (("CAM-024.jpg", (4240, 5660)), ("CAM-045.tif", (5800, 7760))):
        assert rows[name]["status"] == "completed"
        with Image.open(out / rows[name]["mask"]) as mask:
            assert mask.size == size
    peak = re.search(r"largest process\s+(\d+)\s+MB", done.stdout)
    assert peak is not None
    assert int(peak.group(1)) < LARGEST_PROCESS
    # Shown with pytest -s; time is told, not asserted.
    print({name: row["seconds"] for name, row in rows.items()}, peak.group(0))  # noqa: T201
