"""Figures that only grow, counted from the events before those are purged."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """One counter, or one histogram where ``buckets`` counts values by upper bound."""

    name = models.CharField(_("name"), max_length=40)
    label = models.CharField(_("label"), max_length=200, blank=True)
    count = models.PositiveBigIntegerField(_("count"), default=0)
    total = models.FloatField(_("sum"), default=0)
    buckets = models.JSONField(_("buckets"), default=list, blank=True)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering = ["name", "label"]
        constraints = [
            models.UniqueConstraint(fields=["name", "label"], name="jobs_tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.label}"


class TallyMark(models.Model):
    """How far the events have been counted. Locked while somebody counts."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    event = models.UUIDField(_("last event"))

    class Meta:
        verbose_name = _("tally mark")
        verbose_name_plural = _("tally marks")

    def __str__(self) -> str:
        return str(self.event)
