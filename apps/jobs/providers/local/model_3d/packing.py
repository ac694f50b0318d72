"""The step ``optimise``: from a textured surface to files that can be published."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from apps.assets.gltf.container import MEDIA_TYPE
from apps.assets.gltf.draco import write_draco_glb
from apps.assets.gltf.gate import judge
from apps.assets.gltf.model import Material, Model, Primitive
from apps.assets.gltf.targets import DEFAULT_TARGET, TARGETS
from apps.assets.gltf.tidy import tidied
from apps.assets.gltf.write import write_glb
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun

from .texture_fitting import fitted_jpeg


def pack(run: StepRun) -> Outcome:
    """Write ``model`` (GLB) and ``draco`` (the same, compressed), and judge the first.

    ``params``: {name, sku, target, origin}; ``origin`` (provider, quality …) stands in the file.
    Inputs: ``texture.surface``, an npz of positions, normals, uv and faces, and
    ``texture.texture``, a JPEG; it is made smaller where the target asks for it. Triangles that
    have no area and unused vertices are left out, nothing else.
    """
    target = TARGETS[run.params.get("target", DEFAULT_TARGET)]
    made = run.results["texture"]
    picture = fitted_jpeg(run.inputs["texture.texture"].read_bytes(), target.max_texture_px)
    material = Material(
        name=str(made.get("material") or "surface"),
        texture=picture,
        roughness=float(made["roughness"]),
        metallic=float(made["metallic"]),
    )
    surface = _surface(run.inputs["texture.surface"], material)
    model = tidied(
        Model((surface,), name=str(run.params["name"]) or "model", extras=_extras(run.params))
    )
    run.progress(0.3)
    plain, compressed = run.scratch / "model.glb", run.scratch / "model-draco.glb"
    write_glb(plain, model)
    run.checkpoint()
    write_draco_glb(compressed, model)
    run.progress(0.7)
    gate = judge(plain, target.name)
    return Outcome(
        result={
            "triangles": model.triangles,
            "vertices": model.vertices,
            "texture_px": gate.facts.get("texture_px", 0),
            "bytes": plain.stat().st_size,
            "draco_bytes": compressed.stat().st_size,
            "gate": gate.as_json(),
        },
        files={
            "model": OutputFile(plain, MEDIA_TYPE),
            "draco": OutputFile(compressed, MEDIA_TYPE, storage="renditions"),
        },
    )


def _surface(path: Path, material: Material) -> Primitive:
    with np.load(path, allow_pickle=False) as kept:
        return Primitive(
            positions=kept["positions"].astype(np.float32),
            normals=kept["normals"].astype(np.float32),
            uv=kept["uv"].astype(np.float32),
            faces=kept["faces"].astype(np.int32),
            material=material,
        )


def _extras(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sku": params.get("sku", ""),
        "name": params["name"],
        "origin": {"generator": "Skyy", **params.get("origin", {})},
    }
