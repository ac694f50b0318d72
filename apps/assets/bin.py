"""The bin: deleted assets wait in it to be restored, and go for good when their time is over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from . import ports
from .models import Asset, AssetStatus, Lineage


def gone_at(asset: Asset) -> datetime | None:
    """When a deleted asset goes for good, unless something was made from it."""
    if asset.deleted_at is None:
        return None
    return asset.deleted_at + timedelta(days=settings.CONFIGURATION.bin_days)


def empty(limit: int = 500) -> int:
    """Remove deleted assets whose time is over and return how many went.

    One that something else was made from stays in the bin: its history would lose its beginning.
    Files go with the next sweep of the storages. Bears being run twice at once.
    """
    due = timezone.now() - timedelta(days=settings.CONFIGURATION.bin_days)
    waiting = Asset.objects.filter(status=AssetStatus.DELETED, deleted_at__lt=due)
    removed = 0
    for pk in list(waiting.order_by("deleted_at").values_list("pk", flat=True)):
        if removed == limit:
            break
        removed += _remove(pk, due)
    return removed


@transaction.atomic
def _lock(pk: UUID, due: datetime) -> Asset | None:
    waiting = Asset.objects.filter(status=AssetStatus.DELETED, deleted_at__lt=due)
    return waiting.select_for_update().filter(pk=pk).first()


def _remove(pk: UUID, due: datetime) -> bool:
    try:
        with transaction.atomic():
            # Asked again under the lock: it may have been restored meanwhile.
            asset = _lock(pk, due)
            if asset is None:
                return False
            ports.forget_versions(list(asset.versions.values_list("pk", flat=True)))
            Lineage.objects.filter(parent__asset=asset, child__asset=asset).delete()
            asset.delete()
    except ProtectedError:
        return False
    return True
