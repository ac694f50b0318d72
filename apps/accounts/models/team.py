"""The team: who shares assets, products, clients and jobs."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id

DEFAULT_TEAM = UUID("01890000-0000-7000-8000-000000000001")
"""Made by the first migration; everybody is in it until there are team pages."""


class Team(models.Model):
    """A group within the house; the non-null key of everything that belongs to somebody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
