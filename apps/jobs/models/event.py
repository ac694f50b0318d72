"""What happened to a job, numbered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id

from .job import Job


class Event(models.Model):
    """Append-only. ``number`` runs 1, 2, 3 … per job without a gap; ``type`` is such as
    ``job.status``, ``step.status``, ``job.counts``; ``data`` is what a client folds into its view.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="events", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    type = models.CharField(_("type"), max_length=40)
    data = models.JSONField(_("data"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="jobs_event_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.type}"
