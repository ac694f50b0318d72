"""Starting what a person asked for: one job for one picture, a batch for several."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.jobs.callbacks import addresses
from apps.jobs.engine.submission import BatchItem, submit, submit_batch
from apps.jobs.models import Job, Priority
from apps.jobs.monitor.words import kind_name

from .offer import offered
from .sources import Source


def start(
    user: User,
    kind: str,
    params: Mapping[str, Any],
    sources: Sequence[Source],
    *,
    title: str = "",
    priority: Priority = Priority.NORMAL,
    idempotency_key: str | None = None,
    callback_url: str = "",
) -> Job:
    """Submit one job or a batch and return it.

    Raises:
        Problem: ``pipeline.unknown``; ``callback.refused``; ``request.invalid`` with ``fields``;
            ``idempotency.mismatch`` when the key was used for something else.
    """
    offered(kind)
    if callback_url:
        addresses.check(callback_url)
    if len(sources) == 1:
        (source,) = sources
        return submit(
            kind,
            team=user.team,
            user=user,
            params=params,
            source=source.version,
            variant=source.variant,
            priority=priority,
            title=title or source.title,
            idempotency_key=idempotency_key,
            callback_url=callback_url,
        )
    items = [
        BatchItem(source=source.version, variant=source.variant, title=source.title, params={})
        for source in sources
    ]
    return submit_batch(
        kind,
        items,
        team=user.team,
        user=user,
        params=params,
        title=title or batch_title(kind, len(sources)),
        priority=priority,
        idempotency_key=idempotency_key,
        callback_url=callback_url,
    )


def batch_title(kind: str, pictures: int) -> str:
    """Such as "Packshot · 24 photographs"."""
    counted = ngettext("%(count)d photograph", "%(count)d photographs", pictures)
    return f"{kind_name(kind)} · {counted % {'count': pictures}}"
