"""The jobs a person is shown, with what every list of them needs in the same query."""

from typing import Final

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.jobs.models import Job
from apps.jobs.models.job import JobQuerySet

INTERNAL_KINDS: Final = ("renditions", "privacy")
"""Kinds that the studio asks of itself; shown only to who asks for them by name."""


def visible_jobs(user: User | AnonymousUser) -> JobQuerySet:
    """Every job this user may see, internal ones too, newest first."""
    return Job.objects.visible_to(user).select_related("created_by", "variant")


def listed_jobs(user: User | AnonymousUser) -> JobQuerySet:
    """The jobs people think of: those they or their colleagues asked for."""
    return visible_jobs(user).exclude(kind__in=INTERNAL_KINDS)
