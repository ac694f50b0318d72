"""A job: one request, or a batch of them."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.roles import Role
from apps.accounts.visibility import NOTHING, within_team
from apps.assets.models import Version
from apps.catalog.models import Campaign, Variant
from skyy.identifiers import new_id


class JobStatus(models.TextChoices):
    """Written by ``engine.transitions`` alone."""

    PENDING = "pending", _("Pending")
    PROCESSING = "processing", _("Processing")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
    AWAITING_REVIEW = "awaiting_review", _("Awaiting review")
    CANCELLING = "cancelling", _("Cancelling")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Priority(models.IntegerChoices):
    """Higher runs first."""

    LOW = 0, _("Low")
    NORMAL = 10, _("Normal")
    HIGH = 20, _("High")
    URGENT = 30, _("Urgent")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team's for a Reviewer and above, one's own for a Contributor, none for a Viewer."""
        if not isinstance(user, User):
            return self.filter(NOTHING)
        role = Role(user.role)
        if role.includes(Role.DEVELOPER):
            return self.filter(within_team(user))
        if role.includes(Role.API_USER):
            return self.filter(within_team(user), created_by=user)
        return self.filter(NOTHING)

    def top_level(self) -> Self:
        """Those that are no batch's children."""
        return self.filter(batch__isnull=True)


class Job(models.Model):
    """One request. ``kind`` names its pipeline; a batch (``is_batch``) has children and no steps.

    ``counts`` of a batch: {"total", "pending", "processing", "awaiting_review", "completed",
    "failed", "cancelled"}, rolled up, never authoritative. ``error``: {"code", "message"} or null.
    ``last_event`` is the number of the newest event. ``facts`` hold what the job says of itself,
    such as {"reused_steps": 2, "saved_seconds": 3.1}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Where an index below begins with a key, the key has none of its own: a job changes often, and
    # every index takes part in it.
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="jobs", db_index=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200, blank=True)
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=JobStatus.choices, default=JobStatus.PENDING
    )
    paused = models.BooleanField(_("paused"), default=False)
    priority = models.SmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    is_batch = models.BooleanField(_("is a batch"), default=False)
    batch = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
    )
    ancestor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="descendants",
        db_index=False,
    )
    source = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        db_index=False,
    )
    variant = models.ForeignKey(
        Variant,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        db_index=False,
    )
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        db_index=False,
    )
    idempotency_key = models.CharField(_("idempotency key"), max_length=200, null=True, blank=True)
    fingerprint = models.CharField(_("SHA-256 of the request"), max_length=64, blank=True)
    callback_url = models.URLField(_("callback address"), max_length=2000, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    error = models.JSONField(_("error"), null=True, blank=True)
    last_event = models.PositiveIntegerField(_("last event"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="jobs_job_idempotency",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-created_at"], name="jobs_job_listing"),
            models.Index(fields=["status", "priority"], name="jobs_job_status"),
            models.Index(fields=["batch", "status"], name="jobs_job_children"),
            *(
                models.Index(
                    fields=[name],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"jobs_job_{name}",
                )
                for name in ("ancestor", "source", "variant", "campaign")
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.id}"
