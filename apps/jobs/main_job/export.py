"""Writes what the main job made into a folder: pictures by product, report, contact sheet."""

import json
import shutil
from itertools import count
from pathlib import Path

from PIL import Image

from apps.assets import blobs
from apps.assets.imaging.decode import open_picture
from apps.assets.models import Blob
from apps.jobs.models import Job

from .contact_sheet import contact_sheet
from .report import Row

FILES = {
    "mask": ("background_removal", "mask", "mask.png"),
    "packshot": ("format", "png", "packshot.png"),
    "jpeg": ("format", "jpeg", "packshot.jpg"),
    "webp": ("format", "webp", "packshot.webp"),
}
PREVIEW_PX = 640


def export(rows: list[tuple[Row, Job | None]], folder: Path) -> None:
    """Write every product's files, ``report.json`` and ``contact-sheet.html`` into ``folder``.

    Files are written beside their place and moved there, so that a reader never sees half of one.
    The rows' paths are filled in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for row, job in rows:
        if job is None or row.status != "completed":
            continue
        name = _folder_name(row, taken)
        (folder / name).mkdir(exist_ok=True)
        files = {
            (step.key, file.name): file.blob
            for step in job.steps.all()
            for file in step.files.all()
        }
        for field, (step, file, target) in FILES.items():
            blob = files.get((step, file))
            if blob is not None:
                _copy(blob, folder / name / target)
                setattr(row, field, f"{name}/{target}")
        if row.packshot is None:
            # The reformat profile keeps the background, so there is no picture with alpha.
            row.packshot = row.jpeg
        if job.source is not None:
            _preview(job.source.blob, folder / name / "photograph.jpg")
            row.photograph = f"{name}/photograph.jpg"
    report = json.dumps([row.as_json() for row, _ in rows], indent=2, ensure_ascii=False)
    _write(folder / "report.json", report + "\n")
    _write(folder / "contact-sheet.html", contact_sheet([row for row, _ in rows]))


def _folder_name(row: Row, taken: set[str]) -> str:
    """The SKU, or with the file's name where a product has several photographs; never twice."""
    wished = _safe(row.sku)
    if wished in taken:
        wished = _safe(f"{row.sku}-{Path(row.source).stem}")
    # Different SKUs may become one name, as “A B” and “A_B” do.
    numbered = (f"{wished}-{number}" for number in count(2))
    name = wished if wished not in taken else next(n for n in numbered if n not in taken)
    taken.add(name)
    return name


def _safe(name: str) -> str:
    """Letters, digits and ``-_.``; no dot in front."""
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in name)
    return kept.lstrip(".") or "product"


def _copy(blob: Blob, target: Path) -> None:
    beside = target.with_name(f".{target.name}.part")
    with blobs.local_path(blob) as source:
        shutil.copyfile(source, beside)
    beside.replace(target)


def _preview(blob: Blob, target: Path) -> None:
    with blobs.local_path(blob) as source:
        picture = Image.fromarray(open_picture(source).pixels)
    picture.thumbnail((PREVIEW_PX, PREVIEW_PX))
    beside = target.with_name(f".{target.name}.part")
    picture.save(beside, "JPEG", quality=85)
    beside.replace(target)


def _write(target: Path, text: str) -> None:
    beside = target.with_name(f".{target.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)
