"""The step ``mesh``: an outline is given its closed surface."""

import numpy as np

from apps.jobs.engine.handler import Outcome, OutputFile, StepRun

from ..outline import storage
from ..tiers import TIERS, Quality
from .build import build_solid


def make_mesh(run: StepRun) -> Outcome:
    """Build the solid of ``reference.outline`` for ``params["quality"]``.

    Files: ``solid``, an archive that ``Solid.load`` reads. Result: ``triangles``, ``vertices``,
    ``size_m`` (width, height, depth in metres) and the outline's ``warnings``.
    """
    outline = storage.load(run.inputs["reference.outline"], run.results["reference"])
    run.checkpoint()
    solid = build_solid(outline, tier=TIERS[Quality(run.params["quality"])])
    run.progress(0.9)
    path = run.scratch / "solid.npz"
    solid.save(path)
    size = np.ptp(solid.positions, axis=0)
    return Outcome(
        {
            "triangles": len(solid.faces),
            "vertices": len(solid.positions),
            "size_m": [round(float(side), 4) for side in size],
            "warnings": list(outline.warnings),
        },
        {"solid": OutputFile(path, "application/octet-stream")},
    )
