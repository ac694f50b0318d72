"""The 3D model of a photograph: reference → mesh → texture → optimise → views → fidelity."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from apps.assets.models import AssetKind, Version
from apps.catalog.models import Category, MediaRole
from apps.catalog.shots import ShotList, shot_lists
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Step
from apps.jobs.providers.local.model_3d.tiers import Quality
from apps.jobs.review.queue import open_review

from . import parameters
from .backdrop import backdrop_of
from .cutout import cutout_steps
from .model_results import keep_model, keep_renditions, keep_report
from .photographed import backs_of, own_view, views_of
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
    makes = AssetKind.MODEL_3D
    parameters = ProductModelParameters

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """See ``Pipeline.clean``."""
        return parameters.clean(ProductModelParameters, params)

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        """See ``Pipeline.plan``: the photograph of the back takes part where there is one."""
        return self.plan_all([job])[0]

    def plan_all(self, jobs: Sequence[Job]) -> list[Sequence[PlannedStep]]:
        """Plan many jobs in as many queries as one."""
        backs, lists = backs_of(jobs), shot_lists()
        return [self._plan(job, backs.get(job.pk), lists) for job in jobs]

    def _plan(
        self, job: Job, back: Version | None, lists: Mapping[str, ShotList]
    ) -> list[PlannedStep]:
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
                params=views_of(job, back, lists.get(shape["category"], ShotList())),
            ),
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        """See ``Pipeline.finish``: the model with its pictures, its score, and the review."""
        assert job.source is not None
        model = keep_model(job, steps)
        keep_renditions(model, steps)
        keep_report(job, model, steps)
        open_review(
            job,
            role=MediaRole.MODEL,
            view=own_view(job),
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
