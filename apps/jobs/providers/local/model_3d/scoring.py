"""The fidelity step of a model: judged against the photograph it was made from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from apps.assets.gltf.read import read_glb
from apps.assets.imaging.decode import open_picture
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun
from apps.jobs.fidelity.model import Views, score_model
from apps.jobs.fidelity.subject import Picture, UInt8Array
from apps.jobs.fidelity.upright import stand_upright
from apps.jobs.providers.local.masks import read_mask
from apps.jobs.providers.local.tone import Tone

WEBP_QUALITY = 90


def score(run: StepRun) -> Outcome:
    """Write the evidence pictures (WebP) and return ``report``, the ``fidelity.report`` as JSON,
    and the pictures' ``sizes`` (width, height).

    Parameters: ``required_views`` of the product's category and ``shown_views``, those whose
    photographs went into the model.

    Raises:
        Problem: the photograph, its mask or the model cannot be judged; see ``score_model``.
    """
    photograph = Picture(
        open_picture(run.inputs["source"]).pixels, read_mask(run.inputs["background_removal.mask"])
    )
    run.checkpoint()
    outline = run.results["reference"]
    model = read_glb(run.inputs["optimise.model"])
    run.progress(0.3)
    run.checkpoint()
    judged = score_model(
        stand_upright(photograph, np.asarray(outline["to_photograph"], np.float64)),
        model,
        views=_views(run.params, run.results["texture"]),
        construction=str(outline["construction"]),
        gate_passed=bool(run.results["optimise"]["gate"]["passed"]),
        recorded_tone=Tone.from_record(run.results["lighting"]["tone"]),
    )
    run.progress(0.9)
    run.checkpoint()
    files = {
        kind: OutputFile(_written(run.scratch / f"{kind}.webp", pixels), "image/webp")
        for kind, pixels in judged.evidence.items()
    }
    sizes = {kind: [*reversed(pixels.shape[:2])] for kind, pixels in judged.evidence.items()}
    return Outcome(result={"report": judged.report.as_json(), "sizes": sizes}, files=files)


def _views(params: Mapping[str, Any], texture: Mapping[str, Any]) -> Views:
    return Views(
        required=tuple(params.get("required_views", ())),
        shown=tuple(params.get("shown_views", ("front",))),
        seen_share=float(texture["seen_share"]),
    )


def _written(path: Path, pixels: UInt8Array) -> Path:
    Image.fromarray(pixels).save(path, "WEBP", quality=WEBP_QUALITY, method=4)
    return path
