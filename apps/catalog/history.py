"""What happened to a product, newest first, told from the rows themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from .models import Photograph, Product, ProductMedia, Publication, PublicationStatus


@dataclass(frozen=True)
class Happening:
    """One line. ``status`` chooses the icon, as components/event.html knows it."""

    at: datetime
    status: str
    text: str
    detail: str = ""


def history(product: Product, limit: int = 40) -> list[Happening]:
    """Return the newest ``limit`` things known of a product, in three queries."""
    found = [Happening(product.created_at, "created", _("Product created"))]
    for photograph in Photograph.objects.filter(variant__product=product).select_related(
        "variant", "asset__created_by"
    ):
        words = _("%(view)s photographed") % {"view": photograph.get_view_display()}
        who = photograph.asset.created_by
        detail = " · ".join(filter(None, [photograph.variant.sku, str(who or "")]))
        found.append(Happening(photograph.created_at, "completed", words, detail))
    media = ProductMedia.objects.filter(variant__product=product).select_related(
        "variant", "approved_by"
    )
    for each in media:
        what = {"role": each.get_role_display(), "view": each.get_view_display().lower()}
        words = _("%(role)s approved, %(view)s") % what
        detail = f"{each.variant.sku} · {each.approved_by}"
        found.append(Happening(each.approved_at, "approved", words, detail))
        if each.withdrawn_at is not None:
            words = _("%(role)s withdrawn, %(view)s") % what
            found.append(Happening(each.withdrawn_at, "withdrawn", words, each.variant.sku))
    for publication in Publication.objects.filter(product=product).select_related("published_by"):
        words = _("Published to the %(channel)s") % {"channel": publication.get_channel_display()}
        who = publication.published_by
        found.append(Happening(publication.published_at, "published", words, str(who or "")))
        if publication.status == PublicationStatus.WITHDRAWN and publication.withdrawn_at:
            words = _("Taken off the %(channel)s") % {"channel": publication.get_channel_display()}
            found.append(Happening(publication.withdrawn_at, "withdrawn", words))
    return sorted(found, key=lambda each: each.at, reverse=True)[:limit]
