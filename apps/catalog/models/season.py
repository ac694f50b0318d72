"""Seasons and their drops."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id


class SeasonQuerySet(models.QuerySet["Season"]):
    """Seasons."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))


class Season(models.Model):
    """Such as "Autumn/Winter 2026"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="seasons")
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)

    objects = SeasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["team", "slug"], name="catalog_season_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class DropQuerySet(models.QuerySet["Drop"]):
    """Drops."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user, "season__team"))


class Drop(models.Model):
    """When part of a season goes on sale; nothing of it is public before ``goes_live_at``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="drops")
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    goes_live_at = models.DateTimeField(_("goes live"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    objects = DropQuerySet.as_manager()

    class Meta:
        verbose_name = _("drop")
        verbose_name_plural = _("drops")
        ordering = ["goes_live_at", "name"]
        constraints = [
            models.UniqueConstraint(fields=["season", "slug"], name="catalog_drop_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.season} · {self.name}"
