"""The first steps of whatever shows a product without its background."""

from django.conf import settings

from apps.assets.models import Version
from apps.jobs.engine.plan import PlannedStep

LOCAL = "apps.jobs.providers.local"


def validation(prefix: str = "", source: Version | None = None) -> PlannedStep:
    """The step that reads the photograph."""
    return PlannedStep(f"{prefix}validate", f"{LOCAL}.validation:validate@1", source=source)


def background_removal(
    prefix: str = "", source: Version | None = None, *, edge_shift: float = 0.0
) -> PlannedStep:
    """The step that finds the product."""
    return PlannedStep(
        f"{prefix}background_removal",
        f"{LOCAL}.background:remove_background@2",
        needs=(f"{prefix}validate",),
        params={"method": _method(), "edge_shift": edge_shift},
        timeout_seconds=300,
        source=source,
    )


def lighting(
    prefix: str = "", source: Version | None = None, *, normalise: bool = True
) -> PlannedStep:
    """The step that cleans the edge and normalises the light."""
    return PlannedStep(
        f"{prefix}lighting",
        f"{LOCAL}.lighting:light@2",
        needs=(f"{prefix}background_removal",),
        params={"normalise": normalise},
        source=source,
    )


def cutout_steps(prefix: str = "", source: Version | None = None) -> list[PlannedStep]:
    """All three, as the packshot has them by default, so that the cache answers for either.

    Args:
        prefix: in front of the keys, where a job cuts out a second photograph.
        source: that second photograph; None for the job's own.
    """
    return [
        validation(prefix, source),
        background_removal(prefix, source),
        lighting(prefix, source),
    ]


def _method() -> str:
    model: str = settings.CONFIGURATION.segmentation_model
    return f"rembg:{model}" if model else "classical"
