"""The second factor: an authenticator app, and codes for the day it is lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id


class SecondFactor(models.Model):
    """The secret shared with an authenticator app (RFC 6238); encrypted at rest."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="second_factor",
    )
    secret = models.TextField()
    last_step = models.BigIntegerField(
        default=0, help_text="Time step of the newest code that was taken: none is taken twice."
    )
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """One code that opens once; only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["factor", "digest"], name="accounts_recoverycode_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
