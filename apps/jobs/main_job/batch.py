"""The batch of the main job."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.catalog.importing import Imported
from apps.jobs.engine.submission import BatchItem, submit_batch
from apps.jobs.models import Job, JobStatus
from apps.jobs.pipelines import registry

KIND = "packshot"


def start(user: User, photographs: Sequence[Imported], params: Mapping[str, Any]) -> Job:
    """Submit one packshot a photograph, as one batch. ``photographs`` is not empty."""
    items = [
        BatchItem(
            source=entry.photograph.asset.current_version,
            variant=entry.photograph.variant,
            title=entry.sku,
            params={},
        )
        for entry in photographs
    ]
    title = ngettext("Packshots of %(n)d photograph", "Packshots of %(n)d photographs", len(items))
    return submit_batch(
        KIND,
        items,
        team=user.team,
        user=user,
        params=params,
        title=title % {"n": len(items)},
    )


def under_way(user: User) -> Job | None:
    """The newest batch of the user's that a stop or a death of the studio left unfinished."""
    unfinished = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.CANCELLING)
    return (
        Job.objects.filter(kind=KIND, is_batch=True, created_by=user, status__in=unfinished)
        .order_by("-created_at")
        .first()
    )


def go_on_or_start(user: User, photographs: Sequence[Imported], params: Mapping[str, Any]) -> Job:
    """Take up the batch of just these photographs that a death left unfinished, or start one."""
    left = under_way(user)
    wanted = {entry.photograph.asset.current_version_id for entry in photographs}
    if (
        left is not None
        and left.params == registry.get(KIND).clean(params)
        and set(left.children.values_list("source_id", flat=True)) == wanted
    ):
        return left
    return start(user, photographs, params)


def not_made_yet(photographs: Sequence[Imported]) -> list[Imported]:
    """Leave out what any packshot job was asked for: a second start repeats nothing.

    What failed or was stopped is a person's to try again, not every start's.
    """
    made = set(Job.objects.filter(kind=KIND, is_batch=False).values_list("source_id", flat=True))
    return [entry for entry in photographs if entry.photograph.asset.current_version_id not in made]
