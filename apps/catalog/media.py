"""The one picture that stands for a variant, role and view: approved, replaced, withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets.models import Version
from skyy.api.errors import Code, Problem

from .models import ProductMedia, Variant


def approve_media(
    *, variant: Variant, version: Version, role: str, view: str, user: User, at: datetime
) -> ProductMedia:
    """Let ``version`` stand; what stood before is withdrawn and remembers what replaced it.

    Called only by the review's decision service. Approving what stands already changes nothing.

    Raises:
        Problem: ``CONFLICT`` when the version is another team's.
    """
    if version.asset.team_id != variant.team_id:
        raise Problem(Code.CONFLICT, _("This result belongs to another team."))
    with transaction.atomic():
        _lock(variant)
        before = ProductMedia.objects.standing().filter(variant=variant, role=role, view=view)
        older = before.first()
        if older is not None and older.version_id == version.pk:
            return older
        before.update(withdrawn_at=at)
        media = ProductMedia.objects.create(
            variant=variant, version=version, role=role, view=view, approved_by=user, approved_at=at
        )
        if older is not None:
            ProductMedia.objects.filter(pk=older.pk).update(replaced_by=media)
    return media


def withdraw_media(media: ProductMedia) -> ProductMedia | None:
    """Undo an approval: what it had replaced stands again.

    Returns:
        What stands for this variant, role and view now, if anything does.
    """
    with transaction.atomic():
        _lock(media.variant)
        media.refresh_from_db()
        older = ProductMedia.objects.filter(replaced_by=media).first()
        newer = media.replaced_by
        if media.withdrawn_at is None or newer is not None:
            media.withdrawn_at = media.withdrawn_at or timezone.now()
            media.replaced_by = None
            media.save(update_fields=["withdrawn_at", "replaced_by"])
        if older is not None:
            # A newer one that still stands takes this one's place in the chain.
            older.replaced_by = newer
            if newer is None:
                older.withdrawn_at = None
            older.save(update_fields=["withdrawn_at", "replaced_by"])
        standing = ProductMedia.objects.standing()
        return standing.filter(variant=media.variant, role=media.role, view=media.view).first()


def _lock(variant: Variant) -> None:
    """One decision at a time for a variant; the row lock does nothing on SQLite, where every
    writing transaction is alone."""
    Variant.objects.select_for_update().get(pk=variant.pk)
