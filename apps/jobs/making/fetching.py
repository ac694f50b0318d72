"""Asking for a file from an address; five at a time."""

from typing import Any

from django.db import transaction

from apps.accounts.models import Team, User
from apps.assets.models import Collection
from apps.jobs.engine.submission import submit
from apps.jobs.models import Job, JobStatus
from apps.jobs.pipelines import registry
from skyy.api.errors import Code, Problem

AT_ONCE = 5
"""Files a team may have on their way."""

RETRY_AFTER = 15
_UNDER_WAY = (JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.CANCELLING)


def start_fetching(
    user: User,
    url: str,
    *,
    collection: Collection | None = None,
    idempotency_key: str | None = None,
    **wish: Any,
) -> Job:
    """Submit the job that fetches a file; the asset it makes has the job's id.

    Args:
        wish: ``filename``, ``name`` and ``role``, where they are not to be guessed.

    Raises:
        Problem: ``fetch.refused``, ``fetch.too_many``, ``upload.bad_name``, ``request.invalid``,
            ``idempotency.mismatch``.
    """
    asked = {"url": url, "collection": collection.slug if collection else "", **wish}
    params = registry.get("fetch").clean(asked)
    title = (params["name"] or params["filename"])[:200]
    with transaction.atomic():
        # The team's row is the lock: two at once do not both take the last place.
        Team.objects.select_for_update().get(pk=user.team.pk)
        job = submit(
            "fetch",
            team=user.team,
            user=user,
            params=params,
            title=title,
            idempotency_key=idempotency_key,
        )
        under_way = Job.objects.filter(team=user.team, kind="fetch", status__in=_UNDER_WAY)
        if under_way.exclude(pk=job.pk).count() >= AT_ONCE and job.status in _UNDER_WAY:
            words = f"{AT_ONCE} files are being fetched. Wait until one of them has come."
            raise Problem(Code.FETCH_TOO_MANY, words, retry_after=RETRY_AFTER)
    return job
