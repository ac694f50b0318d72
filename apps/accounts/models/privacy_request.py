"""A person's wish to have their data, or to be erased."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id

from .user import User


class PrivacyKind(models.TextChoices):
    """What is asked for."""

    DATA = "data", _("A copy of the data")
    ERASURE = "erasure", _("Erasure")


class PrivacyStatus(models.TextChoices):
    """How far it is. ``expired``: the copy is no longer kept."""

    WAITING = "waiting", _("Being made")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("No longer kept")


class PrivacyRequests(models.QuerySet["PrivacyRequest"]):
    """Requests."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own and those one made; all of them for an Owner."""
        from apps.accounts.permissions import Action, may

        if not isinstance(user, User) or not may(user, Action.READ):
            return self.none()
        if may(user, Action.ADMINISTER):
            return self.all()
        return self.filter(person=user)


class PrivacyRequest(models.Model):
    """One request; the work is a job's (``ports``). ``content`` is the ZIP while it is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("what"), max_length=8, choices=PrivacyKind.choices)
    status = models.CharField(
        _("status"), max_length=8, choices=PrivacyStatus.choices, default=PrivacyStatus.WAITING
    )
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    content = models.BinaryField(null=True, editable=False)

    objects = PrivacyRequests.as_manager()

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(status="waiting"),
                name="one_privacy_request_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"
