"""One thing that happened, for good."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.audit.happenings import Happening
from apps.accounts.roles import Role
from skyy.identifiers import new_id

from .team import Team
from .user import User


class AuditEntries(models.QuerySet["AuditEntry"]):
    """Entries, newest first."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team for Producers; all, also those of no team, for Owners."""
        from apps.accounts.permissions import Action, may
        from apps.accounts.visibility import within_team

        if not may(user, Action.READ_AUDIT):
            return self.none()
        return self.filter(within_team(user))


class AuditEntry(models.Model):
    """Who did what to what. Written by ``audit.recording`` alone; triggers forbid everything but
    adding, and taking a person's traces out when they are erased (``audit.sealing``).

    It names people by their row, never in words, and survives whatever it is about: its keys are
    no constraints.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    happening = models.CharField(_("what"), max_length=40, choices=Happening.choices)
    team = models.ForeignKey(
        Team, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    person = models.ForeignKey(
        User,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("who"),
    )
    role = models.CharField(_("as"), max_length=16, choices=Role.choices, blank=True)
    door = models.CharField(_("through"), max_length=8)
    address = models.CharField(_("from"), max_length=45, blank=True)
    request_id = models.CharField(_("request"), max_length=36, blank=True)
    about_type = models.CharField(_("kind of thing"), max_length=60, blank=True)
    about_id = models.CharField(_("its id"), max_length=64, blank=True)
    about_name = models.CharField(_("thing"), max_length=200, blank=True)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    erased = models.BooleanField(_("a person's traces were taken out"), default=False)

    objects = AuditEntries.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["team", "-at", "-id"], name="audit_by_team"),
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["person", "-at"], name="audit_by_person"),
            models.Index(fields=["about_type", "about_id", "-at"], name="audit_by_thing"),
            models.Index(fields=["happening", "-at"], name="audit_by_happening"),
        ]

    def __str__(self) -> str:
        return f"{self.get_happening_display()} {self.at:%Y-%m-%d %H:%M}"
