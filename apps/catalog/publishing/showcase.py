"""Putting products on the house's own public page, and taking them off."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models.query import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record as audit
from apps.accounts.models import User
from apps.assets.rights.check import refusals
from apps.assets.rights.outside import OutsideRights
from apps.assets.rights.terms import Refusal, Use
from apps.catalog.models import (
    Channel,
    MediaRole,
    Product,
    ProductMedia,
    ProductStatus,
    Publication,
    PublicationStatus,
)
from skyy.api.errors import Code, Problem

from .visible import embargoed, showcase_use

SHOWN = (MediaRole.PACKSHOT, MediaRole.MODEL)
"""What of the approved media the showcase shows."""


def publish(product: Product, user: User) -> Publication:
    """Show the product with every packshot and model whose approval stands; again takes in newer
    ones. What may not be shown to the world stays out, and ``left_out`` says why.

    Raises:
        Problem: ``PUBLICATION_NOTHING_APPROVED``, ``PUBLICATION_UNDER_EMBARGO`` before the drop's
            date, ``CONFLICT`` for an archived product, ``rights.*`` or ``release.*`` when none of
            the approved pictures may be shown to the world.
    """
    now = timezone.now()
    with transaction.atomic():
        # One publisher at a time for a product; the drop is read anew with it.
        product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
        if product.status != ProductStatus.ACTIVE:
            raise Problem(Code.CONFLICT, _("This product is archived. Restore it first."))
        if embargoed(product, now):
            assert product.drop is not None
            opens = date_format(timezone.localtime(product.drop.goes_live_at), "DATETIME_FORMAT")
            raise Problem(
                Code.PUBLICATION_UNDER_EMBARGO,
                _("%(drop)s opens on %(date)s. Nothing of it may be public before.")
                % {"drop": product.drop.name, "date": opens},
            )
        media = list(approved_media(product))
        if not media:
            raise Problem(
                Code.PUBLICATION_NOTHING_APPROVED,
                _("No picture of this product is approved yet. Approve one in Review first."),
            )
        refused = _refused(media, showcase_use(now))
        media = [one for one in media if one.pk not in refused]
        if not media:
            raise next(iter(refused.values())).as_problem()
        left_out = [_told(pk, reason) for pk, reason in refused.items()]
        publication, _made = Publication.objects.update_or_create(
            product=product,
            channel=Channel.SHOWCASE,
            defaults={
                "status": PublicationStatus.LIVE,
                "published_by": user,
                "published_at": now,
                "withdrawn_at": None,
                "left_out": left_out,
            },
        )
        publication.media.set(media)
        audit(
            Happening.PUBLISHED,
            person=user,
            about=product,
            name=product.name,
            after={
                "channel": publication.channel,
                "media": [each.pk for each in media],
                "left_out": left_out,
            },
        )
    return publication


def unpublish(product: Product, user: User) -> Publication | None:
    """Take the product off the showcase at once; None when it never was on it.

    What was shown stays on record.
    """
    with transaction.atomic():
        live = Publication.objects.select_for_update().filter(
            product=product, channel=Channel.SHOWCASE
        )
        publication = live.first()
        if publication is not None and publication.status == PublicationStatus.LIVE:
            publication.status = PublicationStatus.WITHDRAWN
            publication.withdrawn_at = timezone.now()
            publication.save(update_fields=["status", "withdrawn_at"])
            audit(Happening.UNPUBLISHED, person=user, about=product, name=product.name)
    return publication


def approved_media(product: Product) -> QuerySet[ProductMedia]:
    """The pictures and models publishing would show now."""
    return ProductMedia.objects.showable().filter(variant__product=product, role__in=SHOWN)


def permitted_media(product: Product) -> QuerySet[ProductMedia]:
    """Those of them that may be shown to the world now."""
    return approved_media(product).filter(~OutsideRights("version", showcase_use()))


def _refused(media: Sequence[ProductMedia], use: Use) -> dict[UUID, Refusal]:
    """Why each that may not be used so may not be, by its id."""
    if not refusals([one.version_id for one in media], use):
        return {}
    asked = {one.pk: refusals([one.version_id], use) for one in media}
    return {pk: found[0] for pk, found in asked.items() if found}


def _told(media: UUID, reason: Refusal) -> dict[str, str]:
    return {
        "media": str(media),
        "asset": str(reason.asset_id),
        "code": reason.code.value,
        "message": reason.message,
    }
