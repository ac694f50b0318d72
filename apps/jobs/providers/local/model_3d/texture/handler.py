"""The step ``texture``: a solid is given its skin."""

from pathlib import Path

import numpy as np

from apps.jobs.engine.handler import Outcome, OutputFile, StepRun

from ..outline import storage
from ..outline.result import Outline
from ..surface.solid import Solid
from ..tiers import TIERS, Quality
from .result import Textured
from .skin import texture_solid


def make_texture(run: StepRun) -> Outcome:
    """Texture ``mesh.solid`` with ``reference.outline`` (and ``back.reference.outline``).

    Parameters: ``quality``, ``category``, ``material``. Files: ``texture`` (JPEG) and ``surface``
    (positions, normals and uv as float32, faces as int32). Result: ``roughness``, ``metallic``,
    ``seen_share``, ``texture_px``, ``back`` ("photograph" or "synthesised"), ``shading`` (the
    smallest and largest gain that took shadows away) and ``warnings``.
    """
    front = storage.load(run.inputs["reference.outline"], run.results["reference"])
    solid = Solid.load(run.inputs["mesh.solid"])
    run.progress(0.1)
    run.checkpoint()
    made = texture_solid(
        solid,
        front,
        tier=TIERS[Quality(run.params["quality"])],
        category=str(run.params.get("category", "")),
        material=str(run.params.get("material", "")),
        back=_back(run),
    )
    run.progress(0.9)
    run.checkpoint()
    return _outcome(made, run.scratch)


def _back(run: StepRun) -> Outline | None:
    for step in ("back.reference",):
        if f"{step}.outline" in run.inputs:
            return storage.load(run.inputs[f"{step}.outline"], run.results[step])
    return None


def _outcome(made: Textured, scratch: Path) -> Outcome:
    primitive, skin = made.primitive, made.primitive.material
    texture, surface = scratch / "texture.jpg", scratch / "surface.npz"
    texture.write_bytes(skin.texture or b"")
    np.savez(
        surface,
        positions=primitive.positions,
        normals=primitive.normals,
        uv=primitive.uv,
        faces=primitive.faces,
    )
    return Outcome(
        result={
            "roughness": skin.roughness,
            "metallic": skin.metallic,
            "seen_share": made.seen_share,
            "texture_px": made.texture_px,
            "back": made.back,
            "shading": list(made.shading),
            "warnings": list(made.warnings),
        },
        files={
            "texture": OutputFile(texture, "image/jpeg"),
            "surface": OutputFile(surface, "application/octet-stream"),
        },
    )
