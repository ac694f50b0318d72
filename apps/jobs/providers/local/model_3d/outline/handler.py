"""The reference step: the upright outline of the product on a photograph."""

from dataclasses import replace

import numpy as np

from apps.jobs.engine.handler import Outcome, OutputFile, StepRun
from apps.jobs.providers.local import cutout

from .find import find_outline
from .framing import compose
from .refusals import check_frame
from .storage import save


def make_reference(run: StepRun) -> Outcome:
    """Write ``outline`` (RGBA PNG) and return the rest of the outline.

    Parameters: ``category`` and ``size`` of the product. Reads the cut-out of the lighting step,
    also of one that is named with a prefix (``back.lighting``).

    Raises:
        Problem: see ``find_outline``.
    """
    key = next(name for name in sorted(run.inputs) if name.endswith("lighting.cutout"))
    light = run.results[key.removesuffix(".cutout")]
    pixels, alpha = cutout.read(run.inputs[key])
    check_frame(alpha, light["touches"])
    run.progress(0.2)
    run.checkpoint()
    found = find_outline(
        pixels,
        alpha,
        category=str(run.params.get("category", "other")),
        size=str(run.params.get("size", "")),
        boxed=True,
    )
    left, top = light["box"][:2]
    shift = np.array([[1.0, 0.0, left], [0.0, 1.0, top]])
    warnings = list(found.warnings)
    if light["touches"]:
        warnings.append("touches_frame")
    found = replace(
        found,
        to_photograph=compose(shift, found.to_photograph),
        warnings=tuple(warnings),
    )
    run.progress(0.9)
    run.checkpoint()
    path = run.scratch / "outline.png"
    return Outcome(result=save(path, found), files={"outline": OutputFile(path, "image/png")})
