"""Writes what the main job made into a folder: pictures and models by product, report, sheet."""

import json
import shutil
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from PIL import Image

from apps.assets import blobs
from apps.assets.imaging.decode import open_picture
from apps.assets.models import Blob
from apps.jobs.models import Job

from .batch import MODELS, PACKSHOTS
from .contact_sheet import contact_sheet
from .report import DONE, Entry, Row

FILES = {
    "mask": (PACKSHOTS.kind, "background_removal", "mask", "mask.png"),
    "packshot": (PACKSHOTS.kind, "format", "png", "packshot.png"),
    "jpeg": (PACKSHOTS.kind, "format", "jpeg", "packshot.jpg"),
    "webp": (PACKSHOTS.kind, "format", "webp", "packshot.webp"),
    "model": (MODELS.kind, "optimise", "model", "model.glb"),
    "poster": (MODELS.kind, "views", "grid_640_webp", "poster.webp"),
    "turntable": (MODELS.kind, "views", "turntable_mp4", "turntable.mp4"),
}
PREVIEW_PX = 640


def export(entries: Sequence[Entry], folder: Path) -> None:
    """Write every product's files, ``report.json`` and ``contact-sheet.html`` into ``folder``.

    Files are written beside their place and moved there, so that a reader never sees half of one.
    The rows' paths are filled in. What was made of a product is written even where something else
    of it failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for entry in entries:
        done = {kind: job for kind, job in entry.jobs.items() if job.status in DONE}
        if done:
            _export(entry.row, done, folder, _folder_name(entry.row, taken))
    rows = [entry.row for entry in entries]
    report = json.dumps([row.as_json() for row in rows], indent=2, ensure_ascii=False)
    _write(folder / "report.json", report + "\n")
    _write(folder / "contact-sheet.html", contact_sheet(rows))


def _export(row: Row, jobs: dict[str, Job], folder: Path, name: str) -> None:
    (folder / name).mkdir(exist_ok=True)
    files = {
        (job.kind, step.key, file.name): file.blob
        for job in jobs.values()
        for step in job.steps.all()
        for file in step.files.all()
    }
    for field, (kind, step, file, target) in FILES.items():
        blob = files.get((kind, step, file))
        if blob is not None:
            _copy(blob, folder / name / target)
            setattr(row, field, f"{name}/{target}")
    if row.packshot is None:
        # The reformat profile keeps the background, so there is no picture with alpha.
        row.packshot = row.jpeg
    source = next(iter(jobs.values())).source
    if source is not None:
        _preview(source.blob, folder / name / "photograph.jpg")
        row.photograph = f"{name}/photograph.jpg"


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
