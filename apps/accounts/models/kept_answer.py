"""What a request with an idempotency key was answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework.utils.encoders import JSONEncoder

from skyy.identifiers import new_id

from .user import User


class KeptAnswer(models.Model):
    """``fingerprint`` is the SHA-256 of the request, ``body`` the data of its answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(_("idempotency key"), max_length=200)
    fingerprint = models.CharField(_("SHA-256 of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("HTTP status"), default=0)
    body = models.JSONField(_("data"), null=True, encoder=JSONEncoder)
    created_at = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="accounts_kept_answer_key")
        ]

    def __str__(self) -> str:
        return self.key
