"""Giving up uploads that nobody finished, and removing what was sent after the end."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from apps.assets.models import Upload, UploadStatus

from . import parts
from .confirming import remove_files
from .limits import CHECKING, MEMORY, PATIENCE

logger = logging.getLogger(__name__)

AT_ONCE = 200
_LATE = timedelta(minutes=10)
"""A request that began just before its address expired may still be writing."""


def sweep(limit: int = AT_ONCE) -> bool:
    """Give up what is overdue and clear up behind every upload; return whether there is more.

    Bears being run twice at once.
    """
    now = timezone.now()
    overdue = Q(status=UploadStatus.WAITING, expires_at__lt=now - PATIENCE)
    died = Q(
        status=UploadStatus.CHECKING,
        expires_at__lt=now - PATIENCE,
        checked_at__lt=now - CHECKING,
    )
    Upload.objects.filter(overdue | died).update(status=UploadStatus.ABANDONED)
    ended = Upload.objects.filter(
        status__in=[UploadStatus.TAKEN, UploadStatus.REFUSED, UploadStatus.ABANDONED],
        swept_at__isnull=True,
        expires_at__lt=now - _LATE,
    )
    found = list(ended.order_by("expires_at")[:limit])
    for upload in found:
        remove_files(upload)
    Upload.objects.filter(pk__in=[upload.pk for upload in found]).update(swept_at=now)
    try:
        parts.remove_forgotten()
    except OSError:
        logger.exception("Could not look for forgotten parts; the next sweep will")
    Upload.objects.filter(swept_at__lt=now - MEMORY).delete()
    return len(found) == limit
