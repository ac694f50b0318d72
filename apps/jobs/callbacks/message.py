"""What a callback says."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.jobs.models import Job
from apps.jobs.monitor.pictures import results


def body_of(message_id: UUID, job: Job) -> str:
    """Return the JSON text for a job as it stands: no picture, no parameter, only where to look.

    ``number`` is that of the job's newest event; addresses begin with ``SKYY_PUBLIC_ADDRESS``.
    """
    return json.dumps(
        {
            "id": str(message_id),
            "job": str(job.pk),
            "kind": job.kind,
            "status": job.status,
            "number": job.last_event,
            "error": job.error,
            "created_at": timezone.now().isoformat(),
            "address": _address("api-job-detail", job.pk),
            "results": [_result(version) for version in results(job)],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _result(version: Any) -> dict[str, str]:
    asset = version.asset
    return {
        "asset": str(asset.pk),
        "version": str(version.pk),
        "role": asset.role,
        "address": _address("asset-detail", asset.pk),
    }


def _address(route: str, pk: Any) -> str:
    return settings.CONFIGURATION.public_address.rstrip("/") + reverse(route, args=[pk])
