"""What a 3D model leaves behind: the asset, its renditions, its fidelity report with evidence."""

from collections.abc import Mapping

from apps.assets import renditions, versions
from apps.assets.models import AssetKind, Version
from apps.assets.specifications import MODEL_DRACO, MOVING, SPECIFICATIONS
from apps.jobs.models import EvidenceKind, FidelityEvidence, FidelityReport, Job, Step

from .record import record_of


def keep_model(job: Job, steps: Mapping[str, Step]) -> Version:
    """Record the GLB as an asset made from its photographs."""
    assert job.source is not None
    parents = [job.source]
    parents += [step.source for step in steps.values() if step.source is not None][:1]
    stem = job.variant.sku if job.variant is not None else job.source.asset.name
    found = steps["optimise"].result
    return versions.derive(
        team=job.team,
        user=job.created_by,
        name=f"{stem} 3D model",
        kind=AssetKind.MODEL_3D,
        role="model",
        blob=steps["optimise"].files.get(name="model").blob,
        filename=f"{stem}.glb",
        width=None,
        height=None,
        parents=parents,
        facts={name: found[name] for name in ("triangles", "vertices", "texture_px", "bytes")}
        | {"size_m": steps["mesh"].result["size_m"], "gate": found["gate"]},
        provenance={"job": str(job.id), "pipeline": job.kind, "params": job.params}
        | {"provider": job.params["provider"], "steps": record_of(steps)},
        collection=job.source.asset.collection,
    )


def keep_renditions(model: Version, steps: Mapping[str, Step]) -> None:
    """Record its pictures, its films and its compressed copy."""
    sizes = steps["views"].result["sizes"]
    known = {one.name for one in SPECIFICATIONS} | MOVING
    for file in steps["views"].files.select_related("blob"):
        if file.name in known:
            renditions.record(model, file.name, file.blob, *sizes[file.name])
    draco = steps["optimise"].files.select_related("blob").get(name="draco")
    renditions.record(model, MODEL_DRACO, draco.blob, 0, 0)


def keep_report(job: Job, model: Version, steps: Mapping[str, Step]) -> None:
    """Record its score, the mesh gate's verdict and the pictures that show why."""
    assert job.source is not None
    report = steps["fidelity"].result["report"]
    made = FidelityReport.objects.create(
        team=job.team,
        job=job,
        reference=job.source,
        result=model,
        score=report["score"],
        target=job.params["fidelity_target"],
        calibration=report["calibration"] or "",
        report=report,
        gate=steps["optimise"].result["gate"],
    )
    known = set(EvidenceKind.values)
    for file in steps["fidelity"].files.select_related("blob").order_by("name"):
        if file.name not in known:
            continue
        width, height = steps["fidelity"].result["sizes"][file.name]
        picture = versions.derive(
            team=job.team,
            user=job.created_by,
            name=f"{model.asset.name} {file.name}",
            kind=AssetKind.IMAGE,
            role="evidence",
            blob=file.blob,
            filename=f"{file.name}.webp",
            width=width,
            height=height,
            parents=[job.source, model],
            provenance={"job": str(job.id), "pipeline": job.kind, "kind": file.name},
            collection=job.source.asset.collection,
        )
        FidelityEvidence.objects.create(report=made, kind=file.name, picture=picture)
