"""Who works: processes that claim steps, the scheduler that leads, queues that are held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id

from .step import Queue


class Worker(models.Model):
    """A process that runs steps, as it last said itself. Gone when ``seen_at`` is old."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    host = models.CharField(_("host"), max_length=255)
    pid = models.PositiveIntegerField(_("process"))
    queues = models.JSONField(_("queues and widths"), default=dict)
    memory_bytes = models.BigIntegerField(_("memory in bytes, children included"), default=0)
    draining = models.BooleanField(_("draining"), default=False)
    started_at = models.DateTimeField(_("started"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["host", "pid"]
        indexes = [models.Index(fields=["seen_at"], name="jobs_worker_seen")]

    def __str__(self) -> str:
        return self.name


class Leadership(models.Model):
    """Which process does what only one may do, by the database's clock."""

    name = models.CharField(_("task"), max_length=40, primary_key=True)
    holder = models.CharField(_("holder"), max_length=120)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("leadership")
        verbose_name_plural = _("leaderships")

    def __str__(self) -> str:
        return f"{self.holder} leads {self.name}"


class QueueHold(models.Model):
    """A queue of which nothing more begins."""

    queue = models.CharField(_("queue"), max_length=4, choices=Queue.choices, primary_key=True)
    by = models.CharField(_("held by"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("queue hold")
        verbose_name_plural = _("queue holds")

    def __str__(self) -> str:
        return f"{self.queue} is held"
