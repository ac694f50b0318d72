"""Photographs made into models by the very steps of the pipeline, and kept for another run."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from apps.assets.gltf.model import Model
from apps.assets.gltf.read import read_glb
from apps.assets.imaging.decode import open_picture
from apps.jobs.engine.handler import Handler, StepRun
from apps.jobs.fidelity.subject import Picture
from apps.jobs.fidelity.upright import stand_upright
from apps.jobs.providers.local.background import remove_background
from apps.jobs.providers.local.lighting import light
from apps.jobs.providers.local.masks import read_mask
from apps.jobs.providers.local.model_3d.outline.handler import make_reference
from apps.jobs.providers.local.model_3d.packing import pack
from apps.jobs.providers.local.model_3d.surface.handler import make_mesh
from apps.jobs.providers.local.model_3d.texture.handler import make_texture
from apps.jobs.providers.local.tone import Tone

KEPT = "kept.json"


@dataclass(frozen=True)
class Listed:
    """A line of the folder's manifest.csv."""

    sku: str
    path: Path
    category: str


@dataclass(frozen=True)
class Product:
    """A photograph, upright, and the model that was made from it."""

    sku: str
    category: str
    photograph: Picture
    tone: Tone
    model: Model
    construction: str
    seen_share: float


def choose(photographs: Path, each: int) -> list[Listed]:
    """Return ``each`` products of every category, evenly spaced through its sorted SKUs."""
    with (photographs / "manifest.csv").open(newline="") as file:
        listed = [
            Listed(row["sku"], photographs / row["file"], row["category"])
            for row in csv.DictReader(file)
        ]
    chosen: list[Listed] = []
    for category in sorted({one.category for one in listed}):
        own = sorted((one for one in listed if one.category == category), key=lambda one: one.sku)
        count = min(each, len(own))
        chosen += [own[at * len(own) // count] for at in range(count)]
    return chosen


def make(listed: Listed, folder: Path) -> None:
    """Run the steps up to the optimised model, unless ``folder`` holds them already.

    Raises:
        Problem: a step could not work with this photograph.
    """
    kept = folder / KEPT
    if kept.exists():
        return
    inputs: dict[str, Path] = {"source": listed.path}
    results: dict[str, Mapping[str, Any]] = {}
    for key, handler, params in _steps(listed):
        scratch = folder / key
        scratch.mkdir(parents=True, exist_ok=True)
        outcome = handler(StepRun(params, inputs, results, scratch, lambda _: None, lambda: None))
        results[key] = outcome.result
        inputs |= {f"{key}.{name}": file.path for name, file in outcome.files.items()}
    files = {name: str(path.relative_to(folder)) for name, path in inputs.items() if "." in name}
    kept.write_text(json.dumps({"files": files, "results": results}, sort_keys=True, default=list))


def read(listed: Listed, folder: Path) -> Product:
    """Read what ``make`` kept."""
    kept = json.loads((folder / KEPT).read_text())
    results = kept["results"]
    photograph = Picture(
        open_picture(listed.path).pixels,
        read_mask(folder / kept["files"]["background_removal.mask"]),
    )
    turn = np.asarray(results["reference"]["to_photograph"], np.float64)
    return Product(
        sku=listed.sku,
        category=listed.category,
        photograph=stand_upright(photograph, turn),
        tone=Tone.from_record(results["lighting"]["tone"]),
        model=read_glb(folder / kept["files"]["optimise.model"]),
        construction=str(results["reference"]["construction"]),
        seen_share=float(results["texture"]["seen_share"]),
    )


def _steps(listed: Listed) -> list[tuple[str, Handler, dict[str, Any]]]:
    quality = {"quality": "standard"}
    return [
        ("background_removal", remove_background, {}),
        ("lighting", light, {}),
        ("reference", make_reference, {"category": listed.category}),
        ("mesh", make_mesh, quality),
        ("texture", make_texture, {**quality, "category": listed.category, "material": ""}),
        (
            "optimise",
            pack,
            {"name": listed.sku, "sku": listed.sku, "target": "mobile_ar", "origin": {}},
        ),
    ]
