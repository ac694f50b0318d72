"""Renditions: what pages show of a version, made by one step: smaller copies of a picture, the
poster and turntable of a 3D model."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from apps.assets import lifecycle, renditions
from apps.assets.duplicates import noting
from apps.assets.models import AssetKind
from apps.assets.specifications import MOVING, SPECIFICATIONS, wanted_for
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Step
from skyy.api.errors import Code, Problem

from .backdrop import backdrop_of

LOCAL = "apps.jobs.providers.local"


class Renditions:
    """Internal: asked for by the assets floor, hidden from the pipeline monitor."""

    kind = "renditions"
    makes = None

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """See ``Pipeline.clean``: there is nothing to choose."""
        if params:
            raise Problem(Code.REQUEST_INVALID, "Renditions take no parameters.")
        return {}

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        """See ``Pipeline.plan``."""
        source = job.source
        if source is None:
            raise Problem(Code.REQUEST_INVALID, "Renditions are made of a version.")
        if source.asset.kind == AssetKind.MODEL_3D:
            views = f"{LOCAL}.model_3d.views:make_views@1"
            backdrop = {"backdrop": backdrop_of(job)}
            return [PlannedStep("render", views, params=backdrop, timeout_seconds=300)]
        wanted = wanted_for(source.width or 1, source.height or 1, source.asset.role)
        return [
            PlannedStep(
                "render",
                f"{LOCAL}.renditions:make_renditions@3",
                params={"specifications": [asdict(one) for one in wanted]},
            )
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        """See ``Pipeline.finish``: the rows, and the asset is ready."""
        assert job.source is not None
        step = steps["render"]
        sizes = step.result["sizes"]
        known = {one.name for one in SPECIFICATIONS} | MOVING
        for file in step.files.select_related("blob"):
            # A model's views come with their uncompressed poster, which is no rendition.
            if file.name in known:
                renditions.record(job.source, file.name, file.blob, *sizes[file.name])
        if "print" in step.result:
            noting.remember(job.source, step.result["print"])
        lifecycle.mark_ready(job.source.asset)
        return "complete"

    def failed(self, job: Job) -> None:
        """The picture cannot be shown: its asset says so until a retry succeeds."""
        if job.source is not None:
            lifecycle.mark_failed(job.source.asset)
