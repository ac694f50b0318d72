"""What belongs to a variant: the photographs it is known by, and the media approved for it."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.visibility import within_team
from apps.assets.models import Asset, AssetStatus, Version
from skyy.identifiers import new_id

from .product import Variant
from .shots import View


class PhotographQuerySet(models.QuerySet["Photograph"]):
    """Photographs."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user, "variant__team"))

    def kept(self) -> Self:
        """Those whose asset is not in the bin."""
        return self.exclude(asset__status=AssetStatus.DELETED)


class Photograph(models.Model):
    """An asset that shows a variant from one side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="photographs")
    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="photograph")
    view = models.CharField(_("view"), max_length=12, choices=View.choices, default=View.FRONT)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PhotographQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["variant", "view", "created_at"]

    def __str__(self) -> str:
        return f"{self.variant} · {self.get_view_display()}"


class MediaRole(models.TextChoices):
    """What an approved picture is used as."""

    PACKSHOT = "packshot", _("Packshot")
    MODEL = "model", _("3D model")
    VIDEO = "video", _("Video")


class ProductMediaQuerySet(models.QuerySet["ProductMedia"]):
    """Approved media."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user, "variant__team"))

    def standing(self) -> Self:
        """Those whose approval stands."""
        return self.filter(withdrawn_at__isnull=True)

    def showable(self) -> Self:
        """Those whose approval stands and whose asset is not in the bin: the only ones publishing
        may read."""
        return self.standing().exclude(version__asset__status=AssetStatus.DELETED)


class ProductMedia(models.Model):
    """An approved version. Written by the review's decision service alone, read by publishing.

    One stands per (variant, role, view): approving another withdraws it (``replaced_by`` says
    which one did), and undoing that other brings it back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="media")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="product_media")
    role = models.CharField(_("role"), max_length=12, choices=MediaRole.choices)
    view = models.CharField(_("view"), max_length=12, choices=View.choices, default=View.FRONT)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    objects = ProductMediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("product media")
        verbose_name_plural = _("product media")
        ordering = ["variant", "role", "view", "-approved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "role", "view"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="catalog_media_one_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} · {self.get_role_display()} · {self.get_view_display()}"
