"""The packshot: validate → background_removal → lighting → upscale → format."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from apps.assets import versions
from apps.assets.models import AssetKind, Version
from apps.catalog.models import MediaRole, View
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Step
from apps.jobs.review.queue import open_review

from . import cutout, parameters
from .backdrop import backdrop_of
from .record import record_of

LOCAL = "apps.jobs.providers.local"
# A packshot's product is enlarged towards this many pixels, which fills a 2000-pixel canvas.
TARGET_PX = 1600
QUICK_LARGEST_PX = 1600


class Profile(StrEnum):
    """How much is done to a photograph."""

    FULL = "full"
    QUICK = "quick"
    BACKGROUND_ONLY = "background_only"
    REFORMAT = "reformat"


class PackshotParameters(parameters.Parameters):
    """What may be asked of a packshot."""

    profile: Profile = Field(
        Profile.FULL,
        description="full: everything. quick: no lighting or upscaling, at most 1600 pixels. "
        "background_only: the cut-out with its own light. reformat: the photograph as it is, "
        "fitted to the canvas.",
    )
    upscaler: Literal["lanczos", "generative"] = Field(
        "lanczos", description="generative invents weave the camera did not see, and is labelled."
    )
    scale_limit: float = Field(
        2.0, ge=1, le=4, description="How many times a small product may be enlarged."
    )
    largest_px: int = Field(
        5000, ge=800, le=5000, description="Limit of the packshot's longer side, in pixels."
    )
    edge_shift: float = Field(
        0.0,
        ge=-10,
        le=10,
        description="Grow (positive) or shrink the mask, in thousandths of the longer side.",
    )
    normalise: bool = Field(True, description="Normalise exposure and white balance.")


class Packshot:
    """One photograph becomes one packshot, put before a reviewer."""

    kind = "packshot"
    makes = AssetKind.IMAGE
    parameters = PackshotParameters

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """See ``Pipeline.clean``."""
        return parameters.clean(PackshotParameters, params)

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        """See ``Pipeline.plan``."""
        asked = PackshotParameters.model_validate(job.params)
        backdrop = backdrop_of(job)
        validate = cutout.validation()
        if asked.profile == Profile.REFORMAT:
            return [validate, _format("reformat", "validate", asked, backdrop)]
        remove = cutout.background_removal(edge_shift=asked.edge_shift)
        if asked.profile == Profile.QUICK:
            return [validate, remove, _format("format_packshot", remove.key, asked, backdrop)]
        light = cutout.lighting(normalise=asked.normalise and asked.profile == Profile.FULL)
        if asked.profile == Profile.BACKGROUND_ONLY:
            return [validate, remove, light, _format("format_packshot", light.key, asked, backdrop)]
        enlarge = PlannedStep(
            "upscale",
            f"{LOCAL}.upscaling:upscale@1",
            needs=("lighting",),
            params={
                "upscaler": asked.upscaler,
                "scale_limit": asked.scale_limit,
                "target_px": TARGET_PX,
            },
            timeout_seconds=600,
        )
        return [
            validate,
            remove,
            light,
            enlarge,
            _format("format_packshot", enlarge.key, asked, backdrop),
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        """See ``Pipeline.finish``: the packshot, its cut-out and its mask become assets."""
        assert job.source is not None
        packshot = _derive(job, steps["format"], "jpeg", "packshot", steps)
        if "background_removal" in steps:
            _derive(job, steps["format"], "png", "cutout", steps)
            _derive(job, steps["background_removal"], "mask", "mask", steps)
        photograph = getattr(job.source.asset, "photograph", None)
        open_review(
            job,
            role=MediaRole.PACKSHOT,
            view=photograph.view if photograph else View.FRONT,
            reference=job.source,
            result=packshot,
            variant=job.variant,
            evidence=record_of(steps),
        )
        return "await_review"


def _format(
    function: str, after: str, asked: PackshotParameters, backdrop: dict[str, str]
) -> PlannedStep:
    largest = asked.largest_px
    if asked.profile == Profile.QUICK:
        largest = min(largest, QUICK_LARGEST_PX)
    needs = (after,) if after in ("validate", "background_removal") else ("lighting", after)
    return PlannedStep(
        "format",
        f"{LOCAL}.formatting:{function}@3",
        needs=tuple(dict.fromkeys(needs)),
        params={"backdrop": backdrop, "largest_px": largest},
    )


def _derive(job: Job, step: Step, file: str, role: str, steps: Mapping[str, Step]) -> Version:
    assert job.source is not None
    blob = step.files.get(name=file).blob
    size = steps["validate"] if role == "mask" else steps["format"]
    stem = job.variant.sku if job.variant is not None else job.source.asset.name
    extension = {"image/jpeg": "jpg", "image/png": "png"}[blob.media_type]
    return versions.derive(
        team=job.team,
        user=job.created_by,
        name=f"{stem} {role}",
        kind=AssetKind.IMAGE,
        role=role,
        blob=blob,
        filename=f"{stem}-{role}.{extension}",
        width=size.result["width"],
        height=size.result["height"],
        parents=[job.source],
        provenance={"job": str(job.id), "pipeline": job.kind, "params": job.params}
        | {"provider": "local", "steps": record_of(steps)},
        collection=job.source.asset.collection,
    )
