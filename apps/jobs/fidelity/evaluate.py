"""Measure what the scores are worth, on models made from photographs.

python -m apps.jobs.fidelity.evaluate PHOTOS_DIR WORK_DIR [--each 4] [--processes 2]

PHOTOS_DIR holds photographs and manifest.csv (sku, file, category); models are made by the
pipeline's own steps and kept in WORK_DIR. Every category gives ``--each`` products, evenly spaced
through its sorted SKUs. Each photograph is compared with its own model, with the models of the
other chosen products of its category, and with its own after known harm was done. Prints a table.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from apps.assets.gltf.model import Model
from skyy.api.errors import Problem

from . import judgement, scale
from .evaluation import harm
from .evaluation.products import Listed, Product, choose, make, read
from .evaluation.statistics import area_under_curve, interval
from .model import compare
from .report import AxisName
from .subject import Picture

Row = dict[str, Any]
HARM: dict[str, Callable[[Model], Model]] = {
    "stretched 6 %": lambda model: harm.stretched(model, 1.06),
    "stretched 10 %": lambda model: harm.stretched(model, 1.10),
    "hue shifted by dE 12": lambda model: harm.repainted(model, harm.hue_shifted),
    "texture blurred": lambda model: harm.repainted(model, harm.blurred),
    "texture knitted": lambda model: harm.repainted(model, harm.knitted),
}


def prepare(listed: Listed, work: Path) -> str | None:
    """Make one product's model; returns why not."""
    cv2.setNumThreads(1)
    try:
        make(listed, work / listed.sku)
    except Problem as problem:
        return f"{listed.sku}: {problem.code.value}: {problem.message}"
    return None


def judge(listed: Listed, others: list[Listed], work: Path) -> list[Row]:
    """All comparisons of one photograph."""
    cv2.setNumThreads(1)
    product = read(listed, work / listed.sku)
    started = time.process_time()
    rows = [_row(product, "own model", product.photograph, product.model)]
    rows[0]["seconds"] = time.process_time() - started
    rows[0] |= {"seen_share": product.seen_share, "construction": product.construction}
    for other in others:
        model = read(other, work / other.sku).model
        rows.append(_row(product, "other model", product.photograph, model))
    for kind, change in HARM.items():
        rows.append(_row(product, kind, product.photograph, change(product.model)))
    rows.append(_row(product, "logo missing", harm.with_logo(product.photograph), product.model))
    return rows


def _row(product: Product, kind: str, photograph: Picture, model: Model) -> Row:
    findings, found = compare(photograph, model, recorded_tone=product.tone)
    axes = judgement.axes_of(findings)
    return {
        "sku": product.sku,
        "category": product.category,
        "kind": kind,
        "camera": [found.azimuth, found.elevation],
        "distances": {axis.name.value: axis.distance for axis in axes},
        "parts": {axis.name.value: dict(axis.parts) for axis in axes},
    }


def summary(rows: list[Row]) -> str:
    """The figures as Markdown, scored on the scale that holds now."""
    kinds = ["own model", "other model", *HARM, "logo missing"]
    axes = [axis.value for axis in AxisName]
    lines = [f"| median of | n | total | {' | '.join(axes)} |", "|---" * 8 + "|"]
    for kind in kinds:
        chosen = [row for row in rows if row["kind"] == kind]
        cells = [_median([_score(row, axis) for row in chosen]) for axis in ["total", *axes]]
        lines.append(f"| {kind} | {len(chosen)} | {' | '.join(cells)} |")
    skus = sorted({row["sku"] for row in rows})
    for axis in ["total", *axes]:
        own, other = (_by_product(rows, skus, kind, axis) for kind in kinds[:2])
        pairs = [(one, two) for one, two in zip(own, other, strict=True) if one and two]
        own, other = [one for one, _ in pairs], [two for _, two in pairs]
        whole = area_under_curve(
            [score for one in own for score in one], [score for one in other for score in one]
        )
        low, high = interval(own, other)
        lines.append(f"AUC of {axis}, own against other: {whole:.3f} ({low:.3f} to {high:.3f})")
    others = [row for row in rows if row["kind"] == "other model"]
    own_totals, other_totals = (
        [score for row in rows if row["kind"] == kind and (score := _score(row, "total"))]
        for kind in kinds[:2]
    )
    lines.append(
        f"totals: lowest of an own model {min(own_totals):.1f}, "
        f"highest of another's {max(other_totals):.1f}"
    )
    halves = {
        axis: np.nanmedian([_number(row["distances"][axis]) for row in others]) for axis in axes
    }
    lines.append(
        "median distance to another product: "
        + ", ".join(f"{axis} {half:.3f}" for axis, half in halves.items())
        + f" (scale {scale.PROVISIONAL})"
    )
    seconds = [row["seconds"] for row in rows if "seconds" in row]
    lines.append(f"processor seconds a comparison: {np.median(seconds):.2f}")
    return "\n".join(lines)


def _by_product(rows: list[Row], skus: list[str], kind: str, axis: str) -> list[list[float]]:
    return [
        [
            float(score)
            for row in rows
            if row["sku"] == sku and row["kind"] == kind
            for score in [_score(row, axis)]
            if score is not None
        ]
        for sku in skus
    ]


def _score(row: Row, axis: str) -> float | None:
    """On one axis, or ``total``; None when it could not be measured."""
    known = {
        AxisName(name): distance
        for name, distance in row["distances"].items()
        if distance is not None
    }
    if axis == "total":
        return scale.on_scale(scale.total_distance(known)) if len(known) == len(AxisName) else None
    return scale.axis_score(AxisName(axis), known[AxisName(axis)]) if axis in known else None


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _median(scores: list[float | None]) -> str:
    known = [score for score in scores if score is not None]
    return f"{np.median(known):.1f}" if known else "none"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="only print what the last run found")
    options = parser.parse_args()
    if options.again:
        sys.stdout.write(summary(json.loads((options.work / "rows.json").read_text())) + "\n")
        return
    chosen = choose(options.photographs, options.each)
    with ProcessPoolExecutor(options.processes) as pool:
        refused = list(pool.map(partial(prepare, work=options.work), chosen))
        made = [one for one, reason in zip(chosen, refused, strict=True) if reason is None]
        others = [
            [two for two in made if two.category == one.category and two.sku != one.sku]
            for one in made
        ]
        rows = [
            row
            for found in pool.map(partial(judge, work=options.work), made, others)
            for row in found
        ]
    (options.work / "rows.json").write_text(json.dumps(rows, indent=1))
    reasons = [reason for reason in refused if reason]
    sys.stdout.write("\n".join([summary(rows), *reasons]) + "\n")


if __name__ == "__main__":
    main()
