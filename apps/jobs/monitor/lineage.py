"""Which job a job was made anew from, and which were made anew from it."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.jobs.models import Job

from .listing import visible_jobs

MOST = 20
"""Generations followed upwards."""


def ancestors(job: Job, user: User | AnonymousUser) -> Sequence[Job]:
    """Return the chain of ancestors this user may see, the first one first."""
    found: list[Job] = []
    wanted = job.ancestor_id
    while wanted is not None and len(found) < MOST:
        ancestor = visible_jobs(user).filter(pk=wanted).first()
        if ancestor is None:
            break
        found.append(ancestor)
        wanted = ancestor.ancestor_id
    return found[::-1]


def descendants(job: Job, user: User | AnonymousUser) -> Sequence[Job]:
    """Return the jobs that were made anew from this one, oldest first."""
    return list(visible_jobs(user).filter(ancestor=job).order_by("created_at")[:MOST])
