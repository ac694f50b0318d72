"""A collection of the house, with the backdrop its packshots stand on."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id


class Retention(models.TextChoices):
    """Which versions of its assets a collection keeps; the first and the current one always."""

    KEEP_ALL = "keep_all", _("Keep all")
    KEEP_LAST_N = "keep_last_n", _("Keep the last ones")
    KEEP_DAYS = "keep_days", _("Keep for some days")


class CollectionQuerySet(models.QuerySet["Collection"]):
    """Collections."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))


def default_backdrop() -> dict[str, str]:
    """Paper, a shade darker at the foot.

    Both colours have the same chroma: a slow change of hue would be cut into bands by JPEG.
    """
    return {"top": "#FAF8F5", "bottom": "#EFEDEA"}


class Collection(models.Model):
    """``backdrop``: {"top", "bottom"}, colours ``#rrggbb`` of the gradient behind packshots.
    ``retention_number`` says how many versions, or days, ``retention`` keeps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="collections")
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    backdrop = models.JSONField(_("backdrop"), default=default_backdrop)
    retention = models.CharField(
        _("retention of versions"),
        max_length=12,
        choices=Retention.choices,
        default=Retention.KEEP_ALL,
    )
    retention_number = models.PositiveIntegerField(
        _("how many versions, or days"), null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["team", "slug"], name="assets_collection_slug"),
            models.CheckConstraint(
                condition=models.Q(retention="keep_all") | models.Q(retention_number__gte=1),
                name="assets_collection_retention",
            ),
        ]

    def __str__(self) -> str:
        return self.name
