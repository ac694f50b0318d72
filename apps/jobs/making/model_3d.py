"""Asking for 3D models of photographs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from apps.accounts.models import User
from apps.jobs.engine.submission import BatchItem, submit, submit_batch
from apps.jobs.models import Job
from apps.jobs.monitor.model_jobs import KIND
from apps.jobs.providers import registry
from apps.jobs.providers.base import MODEL_3D

from .sources import Source
from .start import batch_title


@dataclass(frozen=True)
class Wish:
    """What ``product_model`` takes: see its parameters."""

    provider: str
    quality: str
    fidelity_target: float
    target: str

    def params(self) -> dict[str, Any]:
        """The parameters of the job."""
        return asdict(self)


def generate(user: User, source: Source, wish: Wish, *, idempotency_key: str | None) -> Job:
    """Start one 3D model.

    Raises:
        Problem: ``provider.unavailable``, ``provider.unknown``, ``request.invalid``,
            ``idempotency.mismatch``.
    """
    registry.available(MODEL_3D, wish.provider)
    return submit(
        KIND,
        team=user.team,
        user=user,
        params=wish.params(),
        source=source.version,
        variant=source.variant,
        title=source.title,
        idempotency_key=idempotency_key,
    )


def generate_batch(
    user: User, sources: Sequence[Source], wish: Wish, *, idempotency_key: str | None
) -> Job:
    """Start a batch of 3D models, also for a single photograph.

    Raises:
        Problem: as ``generate``.
    """
    registry.available(MODEL_3D, wish.provider)
    items = [
        BatchItem(source=source.version, variant=source.variant, title=source.title)
        for source in sources
    ]
    return submit_batch(
        KIND,
        items,
        team=user.team,
        user=user,
        params=wish.params(),
        title=batch_title(KIND, len(sources)),
        idempotency_key=idempotency_key,
    )
