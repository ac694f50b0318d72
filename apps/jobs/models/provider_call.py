"""A call that costs money: a row before it is a request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team
from skyy.identifiers import new_id

from .job import Job
from .step import Step


class CallStatus(models.TextChoices):
    """``intent``: written down, perhaps sent. ``running``: the provider knows it by
    ``external_id``. ``uncertain``: nobody knows whether it was sent; it is never sent again without
    the provider's or a person's word."""

    INTENT = "intent", _("Intended")
    RUNNING = "running", _("Running")
    UNCERTAIN = "uncertain", _("Uncertain")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    WRITTEN_OFF = "written_off", _("Written off")


class ProviderCall(models.Model):
    """One request to a provider for one step.

    ``reference`` is ours, sent along where the provider takes one, so that it can be found there.
    ``request`` is what was asked, without secrets. Amounts are in 10⁻⁹ units of ``currency``.
    ``fault`` of an ended call: bad_input | auth | credit | moderation | rate | transient | lost |
    model_gone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="provider_calls")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="provider_calls")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="provider_calls")
    provider = models.CharField(_("provider"), max_length=40)
    capability = models.CharField(_("capability"), max_length=40)
    status = models.CharField(
        _("status"), max_length=12, choices=CallStatus.choices, default=CallStatus.INTENT
    )
    reference = models.CharField(_("our reference"), max_length=64, unique=True)
    external_id = models.CharField(_("the provider's id"), max_length=200, blank=True)
    request = models.JSONField(_("request"), default=dict)
    response = models.JSONField(_("response"), default=dict, blank=True)
    fault = models.CharField(_("fault"), max_length=12, blank=True)
    error = models.JSONField(_("error"), null=True, blank=True)
    estimate_nano = models.BigIntegerField(_("estimate in 10⁻⁹ units"), default=0)
    charged_nano = models.BigIntegerField(_("charged in 10⁻⁹ units"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    polls = models.PositiveIntegerField(_("polls"), default=0)
    next_poll_at = models.DateTimeField(_("next poll"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    created_at = models.DateTimeField(_("intended"), auto_now_add=True)
    sent_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("provider call")
        verbose_name_plural = _("provider calls")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"],
                condition=~models.Q(external_id=""),
                name="jobs_call_external",
            ),
            # One call of a step is open at a time: a second one would be paid twice.
            models.UniqueConstraint(
                fields=["step"],
                condition=models.Q(status__in=["intent", "running", "uncertain"]),
                name="jobs_call_open_once",
            ),
        ]
        indexes = [
            # Only calls that are to be asked about have a moment for it, uncertain ones too.
            models.Index(
                fields=["provider", "next_poll_at"],
                condition=models.Q(next_poll_at__isnull=False),
                name="jobs_call_next_poll",
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(status="intent"),
                name="jobs_call_intended",
            ),
            models.Index(
                fields=["team", "created_at"],
                condition=models.Q(status="uncertain"),
                name="jobs_call_uncertain",
            ),
            models.Index(fields=["team", "created_at"], name="jobs_call_month"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id or self.reference}"


class WebhookDelivery(models.Model):
    """A provider's webhook that was taken once; its id is never taken again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(_("provider"), max_length=40)
    delivery_id = models.CharField(_("delivery"), max_length=200)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "delivery_id"], name="jobs_webhook_delivery_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.delivery_id}"
