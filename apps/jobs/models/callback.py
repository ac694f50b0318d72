"""Telling another system that a job came to its end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id

from .job import Job


class DeliveryStatus(models.TextChoices):
    """``failed`` rests: a person may have it sent again."""

    PENDING = "pending", _("Pending")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")


class CallbackDelivery(models.Model):
    """One message to ``Job.callback_url``. ``body`` is sent byte for byte as it stands here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="callbacks")
    event_number = models.PositiveIntegerField(_("event"))
    body = models.TextField(_("body"))
    status = models.CharField(
        _("status"), max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(_("last HTTP status"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)

    class Meta:
        verbose_name = _("callback delivery")
        verbose_name_plural = _("callback deliveries")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["job", "event_number"], name="jobs_callback_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(status="pending"),
                name="jobs_callback_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} to {self.job_id}"
