"""A change to many assets at once, with what they were before."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id


class BulkEditQuerySet(models.QuerySet["BulkEdit"]):
    """Changes to many assets."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))


class BulkEdit(models.Model):
    """``changes``: what was said, ``before``: by asset id what it was, for undoing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    count = models.PositiveIntegerField(_("assets"))
    changes = models.JSONField(_("changes"), default=dict)
    before = models.JSONField(_("before"), default=dict)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = BulkEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["made_by", "-created_at"], name="assets_bulk_latest")]

    def __str__(self) -> str:
        return f"{self.count} · {self.created_at}"
