"""How near a result is to the real product, and the pictures that show why."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from apps.assets.models import Version
from skyy.identifiers import new_id

from .job import Job


class FidelityReportQuerySet(models.QuerySet["FidelityReport"]):
    """Reports."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team."""
        return self.filter(within_team(user))


class FidelityReport(models.Model):
    """A result judged against a photograph.

    ``report`` is ``apps.jobs.fidelity.report.Report`` as JSON, ``gate`` the mesh gate's verdict
    (empty for pictures): {passed, target, failures: [{code, message}], facts}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="fidelity_reports")
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="fidelity")
    reference = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    result = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="fidelity")
    score = models.FloatField(_("score"), null=True, blank=True)
    target = models.FloatField(_("target"), default=98.0)
    calibration = models.CharField(_("calibration"), max_length=80, blank=True)
    report = models.JSONField(_("report"), default=dict)
    gate = models.JSONField(_("mesh gate"), default=dict, blank=True)
    created_at = models.DateTimeField(_("scored"), auto_now_add=True)

    objects = FidelityReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("fidelity report")
        verbose_name_plural = _("fidelity reports")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"Fidelity of {self.result_id}"


class EvidenceKind(models.TextChoices):
    """What an evidence picture shows."""

    ALIGNED = "aligned", _("Photograph and result, aligned")
    OUTLINE = "outline", _("Outlines")
    GEOMETRY = "geometry", _("Shape")
    PROPORTIONS = "proportions", _("Proportions")
    COLORS = "colors", _("Colours")
    MATERIALS = "materials", _("Material")
    DETAILS = "details", _("Details")


class FidelityEvidence(models.Model):
    """A picture, an asset of its own, that shows why a report says what it says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(FidelityReport, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=12, choices=EvidenceKind.choices)
    picture = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("fidelity evidence")
        verbose_name_plural = _("fidelity evidence")
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="jobs_fidelity_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.report_id}"
