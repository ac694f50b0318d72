"""The same request sent twice makes one job."""

import hashlib
import json
from typing import Any

from apps.accounts.models import User
from apps.jobs.models import Job
from skyy.api.errors import Code, Problem


def fingerprint(request: Any) -> str:
    """Return the SHA-256 of a request, given as JSON or things with a ``str`` of their own."""
    text = json.dumps(request, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def already_made(user: User | None, key: str | None, request: str) -> Job | None:
    """Return the job an earlier request with this key made, if there was one.

    Raises:
        Problem: ``idempotency.mismatch`` when that request was another.
    """
    if key is None or user is None:
        return None
    job = Job.objects.filter(created_by=user, idempotency_key=key).first()
    if job is not None and job.fingerprint != request:
        raise Problem(
            Code.IDEMPOTENCY_MISMATCH,
            "This idempotency key was used for another request. "
            "Nothing was started; send a new key with a new request.",
        )
    return job
