"""Fidelity reports and the pictures that show why."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.assets.renditions import prefetched
from apps.jobs.models import FidelityEvidence, FidelityReport

from .seen_only import SeenOnly, SeenOnlyInline, small_picture


class EvidenceInline(SeenOnlyInline):
    model = FidelityEvidence
    fields = ["kind", "picture"]


@admin.register(FidelityReport)
class FidelityReportAdmin(SeenOnly):
    list_display = [
        "picture",
        "result",
        "score",
        "target",
        "capture",
        "seen",
        "calibration",
        "gate_passed",
        "created_at",
    ]
    list_display_links = ["result"]
    list_filter = ["calibration", "job__kind", "created_at"]
    search_fields = ["job__id", "result__asset__name", "reference__asset__name"]
    date_hierarchy = "created_at"
    inlines = [EvidenceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FidelityReport]:
        return (
            FidelityReport.objects.visible_to(request.user)
            .select_related("result__asset", "result__blob", "job", "team")
            .prefetch_related(prefetched("result__renditions"))
        )

    @admin.display(description=_("result"))
    def picture(self, report: FidelityReport) -> SafeString | str:
        return small_picture(report.result)

    @admin.display(description=_("scored against"))
    def capture(self, report: FidelityReport) -> str:
        return str(report.report.get("capture", "–"))

    @admin.display(description=_("share seen"))
    def seen(self, report: FidelityReport) -> str:
        share = report.report.get("seen_share")
        return "–" if share is None else f"{100 * share:.0f} %"

    @admin.display(description=_("mesh gate"), boolean=True)
    def gate_passed(self, report: FidelityReport) -> bool | None:
        passed: bool | None = report.gate.get("passed")
        return passed


@admin.register(FidelityEvidence)
class FidelityEvidenceAdmin(SeenOnly):
    list_display = ["kind", "report", "picture"]
    list_filter = ["kind"]
    list_select_related = ["report", "picture__asset"]
    search_fields = ["report__job__id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FidelityEvidence]:
        visible = FidelityReport.objects.visible_to(request.user)
        return super().get_queryset(request).filter(report__in=visible)
