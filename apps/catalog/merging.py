"""What the catalog does when two assets become one: the photograph follows."""

from typing import Any

from django.utils.translation import gettext as _

from apps.assets.models import Asset
from skyy.api.errors import Code, Problem

from .models import Photograph, Variant


class Photographs:
    """Which variant an asset shows. Approved media point at versions, which move by themselves."""

    def merge(self, kept: Asset, dropped: Asset) -> Any:
        """See ``assets.ports.Follower``."""
        own = Photograph.objects.filter(asset=kept).first()
        gone = Photograph.objects.filter(asset=dropped).first()
        if gone is None:
            return None
        if own is None:
            Photograph.objects.filter(pk=gone.pk).update(asset=kept)
            return {"moved": str(gone.pk)}
        if own.variant_id != gone.variant_id:
            raise Problem(
                Code.DUPLICATE_UNLIKE,
                _("They show two variants, %(one)s and %(other)s. Take one off its variant first.")
                % {"one": own.variant, "other": gone.variant},
            )
        gone.delete()
        return {"removed": {"variant": str(gone.variant_id), "view": gone.view}}

    def undo(self, kept: Asset, dropped: Asset, noted: Any) -> None:
        """See ``assets.ports.Follower``."""
        if noted and "moved" in noted:
            Photograph.objects.filter(pk=noted["moved"], asset=kept).update(asset=dropped)
        elif noted:
            given = noted["removed"]
            variant = Variant.objects.filter(pk=given["variant"]).first()
            if variant is not None:
                Photograph.objects.create(asset=dropped, variant=variant, view=given["view"])
