"""The season's photographs: one at a time, or all of them into a folder."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt

from apps.catalog.demo.product import DemoProduct, DemoVariant
from apps.catalog.demo.season.products import PRODUCTS
from apps.catalog.demo.studio.phone import develop, expose, jpeg
from apps.catalog.demo.studio.photograph import Setup, arrange, cover, shoot

COLUMNS = ("sku", "file", "category", "collection", "view")


@dataclass(frozen=True)
class DemoPhotograph:
    """One photograph of the season; ``file`` is its name within the folder."""

    sku: str
    file: str
    category: str
    collection: str
    view: str


def photographs() -> list[DemoPhotograph]:
    """All photographs of the season: every colourway's front, and the first one's other views."""
    return [
        DemoPhotograph(
            variant.sku,
            f"{variant.sku}_{view}.jpg",
            product.category,
            product.collection,
            view,
        )
        for product in PRODUCTS
        for number, variant in enumerate(product.variants)
        for view in (product.views if number == 0 else ("front",))
    ]


@lru_cache(maxsize=1)
def _order() -> dict[tuple[str, str], int]:
    return {(p.sku, p.view): k for k, p in enumerate(photographs())}


def _setup(product: DemoProduct, variant: DemoVariant, view: str, shrink: int = 1) -> Setup:
    model = product.model.build(variant.palette, view)
    return arrange(model, product.scene, variant.sku, view, shrink)


def _check(product: DemoProduct, variant: DemoVariant, view: str) -> None:
    if variant not in product.variants:
        raise ValueError(f"{variant.sku} is no variant of {product.style_code}")
    if view not in product.views:
        raise ValueError(f"{product.style_code} is not photographed from the {view}")


def render_photograph(
    product: DemoProduct, variant: DemoVariant, view: str = "front", *, shrink: int = 1
) -> bytes:
    """The JPEG file of a variant, with EXIF and a colour profile.

    ``shrink`` divides the sides of the picture for a quick look.

    Raises ValueError for a variant of another product or a view the product has not.
    """
    _check(product, variant, view)
    seed = f"{variant.sku}:{view}"
    index = _order().get((variant.sku, view), 0)
    exposure = expose(seed, index)
    light = shoot(_setup(product, variant, view, shrink))
    return jpeg(develop(light, exposure, seed), exposure, index)


def render_mask(
    product: DemoProduct, variant: DemoVariant, view: str = "front", *, shrink: int = 1
) -> npt.NDArray[np.uint8]:
    """The product's exact coverage (H, W), 255 inside, for the upright photograph.

    Upright means after the EXIF orientation has been applied. ``shrink`` divides the sides of
    the picture. Raises as the photograph does.
    """
    _check(product, variant, view)
    share = cover(_setup(product, variant, view, shrink))
    return np.asarray(np.rint(share * 255), np.uint8)


def _find(sku: str) -> tuple[DemoProduct, DemoVariant]:
    for product in PRODUCTS:
        for variant in product.variants:
            if variant.sku == sku:
                return product, variant
    raise KeyError(sku)


def _whole(path: Path) -> bool:
    """Whether a JPEG was written to its end."""
    try:
        with path.open("rb") as file:
            if file.read(3) != b"\xff\xd8\xff":
                return False
            file.seek(-2, os.SEEK_END)
            return file.read() == b"\xff\xd9"
    except OSError:
        return False


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write(task: tuple[str, str, str]) -> str:
    sku, view, path = task
    product, variant = _find(sku)
    _replace(Path(path), render_photograph(product, variant, view))
    return path


def _run(tasks: list[tuple[str, str, str]], workers: int) -> Iterable[str]:
    if workers <= 1 or len(tasks) < 2:
        yield from map(_write, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_write, tasks)


def write_season(
    folder: Path,
    *,
    on_progress: Callable[[int, int, str], None] | None = None,
    workers: int = 1,
) -> list[DemoPhotograph]:
    """Write every photograph and ``manifest.csv`` into ``folder``, which is made if need be.

    Files that are there and whole are kept, so that an interrupted run goes on where it
    stopped; ``on_progress(done, total, file)`` is called for each. The bytes do not depend on
    ``workers``, the number of processes. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    season = photographs()
    missing = [p for p in season if not _whole(folder / p.file)]
    done = len(season) - len(missing)
    tasks = [(p.sku, p.view, str(folder / p.file)) for p in missing]
    for path in _run(tasks, workers):
        done += 1
        if on_progress is not None:
            on_progress(done, len(season), Path(path).name)
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([p.sku, p.file, p.category, p.collection, p.view] for p in season)
    _replace(folder / "manifest.csv", table.getvalue().encode())
    return season
