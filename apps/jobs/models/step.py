"""A step: one thing a handler does for a job, and the files it made."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.assets.models import Blob, Version
from skyy.identifiers import new_id

from .job import Job

HOUSE = UUID(int=0)
"""Owner of the steps that nobody in particular asked for."""


class StepStatus(models.TextChoices):
    """Written by ``engine.transitions`` alone."""

    BLOCKED = "blocked", _("Blocked")
    READY = "ready", _("Ready")
    RUNNING = "running", _("Running")
    WAITING = "waiting", _("Waiting")
    UNCERTAIN = "uncertain", _("Uncertain")
    SUCCEEDED = "succeeded", _("Succeeded")
    SKIPPED = "skipped", _("Skipped")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")
    QUARANTINED = "quarantined", _("Quarantined")
    COMPENSATING = "compensating", _("Compensating")
    COMPENSATED = "compensated", _("Compensated")


class Queue(models.TextChoices):
    """What a step needs to run on."""

    CPU = "cpu", _("Processor")
    GPU = "gpu", _("Graphics processor")
    IO = "io", _("Network and disk")


class Step(models.Model):
    """One node of a job's DAG.

    ``priority`` repeats the job's, so that the best ready step is the first of an index; one that
    was lost with its worker is above all until it is claimed again.
    ``owner`` repeats who asked for it: the house is fair between them. ``held``: out of the claim
    index because its job or batch is paused.
    ``source`` is the original this step works on where that is not the job's.
    ``compensates`` is the step that this one undoes: it is made when a saga unwinds.
    ``needs`` lists keys of steps that come first. ``claim_no`` is the fence: it only grows, and a
    result is accepted under the present one alone. ``attempts`` counts failures and deaths that
    are this step's own; ``losses`` counts worker processes that vanished while it ran there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Found by ``jobs_step_key``, whose first column it is.
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="steps", db_index=False)
    key = models.CharField(_("key"), max_length=60)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"))
    needs = models.JSONField(_("needs"), default=list, blank=True)
    queue = models.CharField(_("queue"), max_length=4, choices=Queue.choices, default=Queue.CPU)
    handler = models.CharField(_("handler@version"), max_length=120)
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    source = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    status = models.CharField(
        _("status"), max_length=14, choices=StepStatus.choices, default=StepStatus.BLOCKED
    )
    max_attempts = models.PositiveSmallIntegerField(_("attempts at most"), default=3)
    timeout_seconds = models.PositiveIntegerField(_("time-out in seconds"), default=120)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    losses = models.PositiveSmallIntegerField(_("lost with their worker"), default=0)
    claim_no = models.PositiveIntegerField(_("claim number"), default=0)
    claimed_by = models.CharField(_("claimed by"), max_length=120, blank=True)
    priority = models.SmallIntegerField(_("priority of the job"), default=10)
    owner = models.UUIDField(_("owner"), default=HOUSE, editable=False)
    held = models.BooleanField(_("held"), default=False)
    cacheable = models.BooleanField(_("may come from the cache"), default=True)
    optional = models.BooleanField(_("may fail"), default=False)
    compensate = models.CharField(_("undone by handler@version"), max_length=120, blank=True)
    compensates = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by"
    )
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    ready_at = models.DateTimeField(_("ready from"), null=True, blank=True)
    progress = models.FloatField(_("progress from 0 to 1"), default=0)
    cache_key = models.CharField(_("cache key"), max_length=64, blank=True)
    from_cache = models.BooleanField(_("from the cache"), default=False)
    result = models.JSONField(_("result"), default=dict, blank=True)
    error = models.JSONField(_("error"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    seconds = models.FloatField(_("seconds in the handler"), null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["job", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["job", "key"], name="jobs_step_key"),
        ]
        indexes = [
            models.Index(
                "queue",
                models.F("priority").desc(),
                "owner",
                "job",
                "ordinal",
                condition=models.Q(status="ready", held=False),
                name="jobs_step_claim",
            ),
            models.Index(fields=["job"], condition=models.Q(held=True), name="jobs_step_held"),
            models.Index(
                fields=["queue", "owner"],
                condition=models.Q(status="running"),
                name="jobs_step_busy",
            ),
            models.Index(
                fields=["queue"],
                condition=models.Q(status__in=("waiting", "uncertain")),
                name="jobs_step_away",
            ),
            models.Index(
                fields=["source"],
                condition=models.Q(source__isnull=False),
                name="jobs_step_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.job_id}"


class StepFile(models.Model):
    """A file a step made, visible from the moment the step succeeded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="files", db_index=False)
    name = models.CharField(_("name"), max_length=60)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="step_files")

    class Meta:
        verbose_name = _("step file")
        verbose_name_plural = _("step files")
        constraints = [
            models.UniqueConstraint(fields=["step", "name"], name="jobs_stepfile_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.step_id}"
