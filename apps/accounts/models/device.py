"""Where somebody is signed in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id


class DeviceKind(models.TextChoices):
    """A browser with a session, or a client that holds tokens."""

    SESSION = "session", _("Browser")
    TOKENS = "tokens", _("API client")


class Device(models.Model):
    """One sign-in that has not ended; deleting the row ends it.

    A browser's session goes with its row; tokens name their row in the claim ``sid``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    kind = models.CharField(max_length=8, choices=DeviceKind.choices)
    session_key = models.CharField(max_length=40, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(_("signed in"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"))
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.user_agent or str(self.get_kind_display())
