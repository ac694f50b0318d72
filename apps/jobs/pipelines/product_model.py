"""The 3D model of a photograph: reference → mesh → texture → optimise → views → fidelity."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from apps.assets import renditions, versions
from apps.assets.models import Asset, AssetKind, Version
from apps.assets.specifications import MODEL_DRACO, MOVING, SPECIFICATIONS
from apps.catalog.models import Category, MediaRole, Photograph, Variant, View
from apps.catalog.shots import ShotList, shot_lists
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import (
    EvidenceKind,
    FidelityEvidence,
    FidelityReport,
    Job,
    Step,
)
from apps.jobs.providers.local.model_3d.tiers import Quality
from apps.jobs.review.queue import open_review

from . import parameters
from .backdrop import backdrop_of
from .cutout import cutout_steps
from .record import record_of

LOCAL = "apps.jobs.providers.local.model_3d"


class ProductModelParameters(parameters.Parameters):
    """What may be asked of a 3D model."""

    provider: Literal["local"] = Field("local", description="Who makes it.")
    quality: Quality = Field(
        Quality.STANDARD,
        description="draft: quick, for a first look. standard: for shops and telephones. "
        "high: more triangles and smoother.",
    )
    fidelity_target: float = Field(
        98.0, ge=0, le=100, description="The score from 0 to 100 that the result should reach."
    )
    target: Literal["mobile_ar", "desktop", "banner", "planner"] = Field(
        "mobile_ar", description="Where it is to be published: decides the mesh gate's budget."
    )


class ProductModel:
    """One photograph becomes one 3D model, scored against it and put before a reviewer."""

    kind = "product_model"
    parameters = ProductModelParameters

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """See ``Pipeline.clean``."""
        return parameters.clean(ProductModelParameters, params)

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        """See ``Pipeline.plan``: the photograph of the back takes part where there is one."""
        asked = ProductModelParameters.model_validate(job.params)
        product = job.variant.product if job.variant is not None else None
        shape = {
            "category": product.category if product is not None else Category.OTHER.value,
            "size": job.variant.size if job.variant is not None else "",
        }
        steps = [
            *cutout_steps(),
            _reference("reference", ("background_removal", "lighting"), shape),
            PlannedStep(
                "mesh",
                f"{LOCAL}.surface.handler:make_mesh@1",
                needs=("reference",),
                params={"quality": asked.quality.value},
            ),
        ]
        texture_needs = ["reference", "mesh"]
        back = _back_of(job)
        if back is not None:
            steps += cutout_steps("back.", back)
            needs = ("back.background_removal", "back.lighting")
            steps.append(_reference("back.reference", needs, shape, back))
            texture_needs.append("back.reference")
        return [
            *steps,
            PlannedStep(
                "texture",
                f"{LOCAL}.texture.handler:make_texture@1",
                needs=tuple(texture_needs),
                params={
                    "quality": asked.quality.value,
                    "category": shape["category"],
                    "material": product.material if product is not None else "",
                },
            ),
            PlannedStep(
                "optimise",
                f"{LOCAL}.packing:pack@1",
                needs=("texture",),
                params={
                    "name": _title(job),
                    "sku": job.variant.sku if job.variant is not None else "",
                    "target": asked.target,
                    "origin": {"provider": asked.provider, "quality": asked.quality.value},
                },
            ),
            PlannedStep(
                "views",
                f"{LOCAL}.views:make_views@1",
                needs=("optimise",),
                params={"backdrop": backdrop_of(job)},
            ),
            PlannedStep(
                "fidelity",
                f"{LOCAL}.scoring:score@1",
                needs=("background_removal", "lighting", "reference", "texture", "optimise"),
                params=_views_of(job, shape["category"], back),
            ),
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        """See ``Pipeline.finish``: the model with its pictures, its score, and the review."""
        assert job.source is not None
        model = _model(job, steps)
        _renditions(model, steps)
        _fidelity(job, model, steps)
        open_review(
            job,
            role=MediaRole.MODEL,
            view=_own_view(job),
            reference=job.source,
            result=model,
            variant=job.variant,
            evidence=record_of(steps),
        )
        return "await_review"


def _reference(
    key: str, needs: tuple[str, ...], shape: Mapping[str, str], source: Version | None = None
) -> PlannedStep:
    return PlannedStep(
        key,
        f"{LOCAL}.outline.handler:make_reference@1",
        needs=needs,
        params=dict(shape),
        source=source,
    )


def _title(job: Job) -> str:
    if job.variant is not None:
        return job.variant.product.name
    return job.source.asset.name if job.source is not None else ""


def _own_view(job: Job) -> View:
    photograph = getattr(job.source.asset, "photograph", None) if job.source else None
    return View(photograph.view) if photograph is not None else View.FRONT


def _of_colourway(variant: Variant) -> Any:
    """Photographs of the colourway: its sizes share them."""
    return Photograph.objects.kept().filter(
        variant__product=variant.product, variant__colour_name=variant.colour_name
    )


def _back_of(job: Job) -> Version | None:
    """The newest ready photograph of the back, for a job made from the front."""
    if job.variant is None or _own_view(job) != View.FRONT:
        return None
    asset: Asset | None = (
        Asset.objects.filter(
            photograph__in=_of_colourway(job.variant).filter(view=View.BACK),
            current_version__isnull=False,
        )
        .select_related("current_version")
        .order_by("-created_at", "-id")
        .first()
    )
    return asset.current_version if asset is not None else None


def _views_of(job: Job, category: str, back: Version | None) -> dict[str, Any]:
    """The views the category asks for, and those whose photograph this model is made from."""
    wanted = shot_lists().get(category, ShotList()).required
    required = [view.value for view in wanted if view in (View.FRONT, View.BACK, View.SIDE)]
    shown = [_own_view(job).value] + ([View.BACK.value] if back is not None else [])
    return {"required_views": required, "shown_views": shown}


def _model(job: Job, steps: Mapping[str, Step]) -> Version:
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


def _renditions(model: Version, steps: Mapping[str, Step]) -> None:
    sizes = steps["views"].result["sizes"]
    known = {one.name for one in SPECIFICATIONS} | MOVING
    for file in steps["views"].files.select_related("blob"):
        if file.name in known:
            renditions.record(model, file.name, file.blob, *sizes[file.name])
    draco = steps["optimise"].files.select_related("blob").get(name="draco")
    renditions.record(model, MODEL_DRACO, draco.blob, 0, 0)


def _fidelity(job: Job, model: Version, steps: Mapping[str, Step]) -> None:
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
