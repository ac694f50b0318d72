"""Where a product is live."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id

from .media import ProductMedia
from .product import Product


class Channel(models.TextChoices):
    """Where products can go."""

    SHOWCASE = "showcase", _("Showcase")


class PublicationStatus(models.TextChoices):
    """Whether customers can see it."""

    LIVE = "live", _("Live")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user, "product__team"))

    def live(self) -> Self:
        """Those that customers can see."""
        return self.filter(status=PublicationStatus.LIVE)


class Publication(models.Model):
    """A product on a channel; exactly ``media`` is shown, as long as its approval stands.

    ``left_out``: [{"media", "asset", "code", "message"}] of what was approved and may not be shown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="publications")
    channel = models.CharField(
        _("channel"), max_length=16, choices=Channel.choices, default=Channel.SHOWCASE
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=PublicationStatus.choices,
        default=PublicationStatus.LIVE,
    )
    media = models.ManyToManyField(ProductMedia, related_name="publications", blank=True)
    left_out = models.JSONField(_("left out"), default=list, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["product", "channel"], name="catalog_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.get_channel_display()}"
