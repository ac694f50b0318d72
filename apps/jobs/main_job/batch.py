"""The batches of the main job: packshots of every photograph, then 3D models."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.catalog.importing import Imported
from apps.catalog.models import View
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Job, JobStatus
from apps.jobs.pipelines import registry


@dataclass(frozen=True)
class Work:
    """One kind of job of the main job.

    Attributes:
        kind: of its jobs.
        bar: what its bar in the terminal is called.
        title: of its batch, for a number of photographs.
        chosen: those of the photographs it is made from.
    """

    kind: str
    bar: str | Promise
    title: Callable[[int], str]
    chosen: Callable[[Sequence[Imported]], list[Imported]]


def _every(photographs: Sequence[Imported]) -> list[Imported]:
    return list(photographs)


def _one_a_side(photographs: Sequence[Imported]) -> list[Imported]:
    """Leave out what takes part in another's model: backs, sides and details of colourways that
    are photographed from the front."""
    with_front = {_colourway(entry) for entry in photographs if entry.photograph.view == View.FRONT}
    return [
        entry
        for entry in photographs
        if entry.photograph.view == View.FRONT or _colourway(entry) not in with_front
    ]


def _colourway(entry: Imported) -> tuple[object, str]:
    variant = entry.photograph.variant
    return variant.product_id, variant.colour_name


PACKSHOTS = Work(
    "packshot",
    _("Packshots"),
    lambda n: ngettext("Packshots of %(n)d photograph", "Packshots of %(n)d photographs", n),
    _every,
)
MODELS = Work(
    "product_model",
    _("3D models"),
    lambda n: ngettext("3D model of %(n)d photograph", "3D models of %(n)d photographs", n),
    _one_a_side,
)
WORKS = (PACKSHOTS, MODELS)


def start(
    work: Work, user: User, photographs: Sequence[Imported], params: Mapping[str, Any]
) -> Job:
    """Submit one job a photograph, as one batch. ``photographs`` is not empty."""
    items = [
        BatchItem(
            source=entry.photograph.asset.current_version,
            variant=entry.photograph.variant,
            title=entry.sku,
            params={},
        )
        for entry in photographs
    ]
    return submit_batch(
        work.kind,
        items,
        team=user.team,
        user=user,
        params=params,
        title=work.title(len(items)) % {"n": len(items)},
    )


def under_way(work: Work, user: User) -> Job | None:
    """The newest batch of the user's that a stop or a death of the studio left unfinished."""
    unfinished = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.CANCELLING)
    return (
        Job.objects.filter(kind=work.kind, is_batch=True, created_by=user, status__in=unfinished)
        .order_by("-created_at")
        .first()
    )


def go_on_or_start(
    work: Work, user: User, photographs: Sequence[Imported], params: Mapping[str, Any]
) -> Job:
    """Take up the batch of just these photographs that a death left unfinished, or start one."""
    left = under_way(work, user)
    wanted = {entry.photograph.asset.current_version_id for entry in photographs}
    if (
        left is not None
        and left.params == registry.get(work.kind).clean(params)
        and set(left.children.values_list("source_id", flat=True)) == wanted
    ):
        return left
    return start(work, user, photographs, params)


def not_made_yet(work: Work, photographs: Sequence[Imported]) -> list[Imported]:
    """Leave out what any such job was asked for: a second start repeats nothing.

    What failed or was stopped is a person's to try again, not every start's.
    """
    jobs = Job.objects.filter(kind=work.kind, is_batch=False)
    made = set(jobs.values_list("source_id", flat=True))
    return [
        entry
        for entry in work.chosen(photographs)
        if entry.photograph.asset.current_version_id not in made
    ]
