"""What the house can make: the pipelines people may ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.jobs.engine.plan import Pipeline
from apps.jobs.monitor.listing import INTERNAL_KINDS
from apps.jobs.monitor.words import kind_name
from apps.jobs.pipelines.registry import PIPELINES, get
from skyy.api.errors import Code, Problem


@dataclass(frozen=True)
class Offer:
    """A pipeline as clients see it; ``parameters`` is a JSON Schema."""

    kind: str
    name: str
    profiles: Sequence[str]
    parameters: Mapping[str, Any]


def offers() -> list[Offer]:
    """Return every kind people may ask for."""
    return [found for kind in PIPELINES if (found := offer(kind)) is not None]


def offer(kind: str) -> Offer | None:
    """Return one kind, or None for an unknown or internal one."""
    if kind not in PIPELINES or kind in INTERNAL_KINDS:
        return None
    if getattr(PIPELINES[kind], "own_door", False):
        # It works on no photograph; its own address asks for it.
        return None
    model = getattr(PIPELINES[kind], "parameters", None)
    schema: dict[str, Any] = model.model_json_schema() if model is not None else {"type": "object"}
    profiles = schema.get("$defs", {}).get("Profile", {}).get("enum", [])
    return Offer(kind, kind_name(kind), profiles, schema)


def offered(kind: str) -> Pipeline:
    """Return the pipeline of a kind people may ask for.

    Raises:
        Problem: ``pipeline.unknown``, also for the kinds the studio asks of itself.
    """
    if kind in INTERNAL_KINDS:
        raise Problem(Code.PIPELINE_UNKNOWN, _("There is no such kind of job to ask for."))
    return get(kind)
