"""A collection of the house, with the backdrop its packshots stand on."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id


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
    """``backdrop``: {"top", "bottom"}, colours ``#rrggbb`` of the gradient behind packshots."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="collections")
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    backdrop = models.JSONField(_("backdrop"), default=default_backdrop)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["team", "slug"], name="assets_collection_slug"),
        ]

    def __str__(self) -> str:
        return self.name
