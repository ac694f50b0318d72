"""How fidelity reports are told: never one bare number."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.assets.renditions import model_sources, picture_sources, turntable
from apps.jobs.fidelity.report import AxisName, Capture, Standing
from apps.jobs.models import EvidenceKind, FidelityEvidence, FidelityReport, Review, ReviewStatus


def breakdown(report: FidelityReport) -> dict[str, float | None]:
    """The score of every axis; None where it could not be measured."""
    scores = {axis["name"]: axis["score"] for axis in report.report.get("axes", [])}
    return {name.value: scores.get(name.value) for name in AxisName}


def is_self_view(report: FidelityReport) -> bool:
    """Whether it was scored against the very photograph it was made from."""
    return bool(report.report.get("capture") == Capture.SELF_VIEW)


class BreakdownSerializer(serializers.Serializer[Any]):
    """Each axis from 0 to 100; null where it could not be measured."""

    geometry = serializers.FloatField(allow_null=True)
    proportions = serializers.FloatField(allow_null=True)
    colors = serializers.FloatField(allow_null=True)
    materials = serializers.FloatField(allow_null=True)
    details = serializers.FloatField(allow_null=True)


class AxisSerializer(serializers.Serializer[Any]):
    """``distance`` is the raw number behind the score, ``parts`` what was measured, by name."""

    name = serializers.ChoiceField(choices=[name.value for name in AxisName])
    standing = serializers.ChoiceField(choices=[standing.value for standing in Standing])
    score = serializers.FloatField(allow_null=True)
    distance = serializers.FloatField(allow_null=True)
    parts = serializers.DictField(child=serializers.FloatField(), default=dict)
    notes = serializers.ListField(child=serializers.CharField(), default=list)
    aspects = serializers.DictField(
        child=serializers.CharField(),
        default=dict,
        help_text="Whether parts of the axis, such as lightness, could be judged.",
    )


class GateFailureSerializer(serializers.Serializer[Any]):
    """What keeps a model from its publishing target."""

    code = serializers.CharField()
    message = serializers.CharField()


class GateSerializer(serializers.Serializer[Any]):
    """The mesh gate's verdict, apart from the score."""

    passed = serializers.BooleanField()
    target = serializers.CharField()
    failures = GateFailureSerializer(many=True)
    facts = serializers.DictField()


class FidelityFactsSerializer(serializers.Serializer[Any]):
    """``self_view``: the score was made against the photograph the model was projected from; read
    it with ``seen_share``, the part of the surface that any photograph shows. ``calibration`` is
    null while none is installed. ``gate`` is null for pictures."""

    axes = serializers.SerializerMethodField()
    self_view = serializers.SerializerMethodField()
    seen_share = serializers.SerializerMethodField()
    calibration = serializers.SerializerMethodField()
    unseen_views = serializers.SerializerMethodField()
    hindrances = serializers.SerializerMethodField(
        help_text="Codes of what forbids that it is approved without a person."
    )
    gate = serializers.SerializerMethodField()

    @extend_schema_field(AxisSerializer(many=True))
    def get_axes(self, report: FidelityReport) -> Any:
        return AxisSerializer(report.report.get("axes", []), many=True).data

    @extend_schema_field(serializers.BooleanField())
    def get_self_view(self, report: FidelityReport) -> bool:
        return is_self_view(report)

    def get_seen_share(self, report: FidelityReport) -> float | None:
        share: float | None = report.report.get("seen_share")
        return share

    def get_calibration(self, report: FidelityReport) -> str | None:
        return report.calibration or None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_unseen_views(self, report: FidelityReport) -> Any:
        return report.report.get("unseen_views", [])

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_hindrances(self, report: FidelityReport) -> Any:
        return report.report.get("hindrances", [])

    @extend_schema_field(GateSerializer(allow_null=True))
    def get_gate(self, report: FidelityReport) -> Any:
        return report.gate or None


class FidelitySerializer(FidelityFactsSerializer):
    """A result's fidelity, as reviews show it."""

    score = serializers.FloatField(allow_null=True)
    target = serializers.FloatField()


class EvidenceSerializer(serializers.ModelSerializer[FidelityEvidence]):
    """A picture that shows why."""

    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    words = serializers.CharField(source="get_kind_display")
    url = serializers.SerializerMethodField()

    class Meta:
        model = FidelityEvidence
        fields = ["kind", "words", "url"]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_url(self, evidence: FidelityEvidence) -> str:
        return reverse("assets:file", args=[evidence.picture_id])


class ScoredModelSerializer(FidelityFactsSerializer):
    """A model, its photograph, its score with evidence, and whether a person let it stand."""

    asset_id = serializers.UUIDField(source="result.asset_id")
    reference_asset_id = serializers.UUIDField(source="reference.asset_id")
    job_id = serializers.UUIDField(source="job.pk")
    review_id = serializers.SerializerMethodField()
    reference_url = serializers.SerializerMethodField()
    model_url = serializers.SerializerMethodField()
    draco_url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()
    turntable_url = serializers.SerializerMethodField()
    fidelity_score = serializers.FloatField(source="score", allow_null=True)
    fidelity_target = serializers.FloatField(source="target")
    breakdown = serializers.SerializerMethodField()
    approved = serializers.SerializerMethodField()
    review_status = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(many=True)
    created_at = serializers.DateTimeField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_review_id(self, report: FidelityReport) -> UUID | None:
        review = _review(report)
        return review.pk if review is not None else None

    @extend_schema_field(serializers.CharField())
    def get_reference_url(self, report: FidelityReport) -> str:
        return reverse("assets:file", args=[report.reference_id])

    @extend_schema_field(serializers.CharField())
    def get_model_url(self, report: FidelityReport) -> str:
        return reverse("assets:file", args=[report.result_id])

    def get_draco_url(self, report: FidelityReport) -> str | None:
        found = model_sources(report.result)
        return found["draco_url"] if found else None

    def get_thumbnail_url(self, report: FidelityReport) -> str | None:
        pictures = picture_sources(report.result)
        return pictures[0]["url"] if pictures else None

    def get_turntable_url(self, report: FidelityReport) -> str | None:
        film = turntable(report.result)
        return (film["mp4"] or film["webp"]) if film else None

    @extend_schema_field(BreakdownSerializer())
    def get_breakdown(self, report: FidelityReport) -> Any:
        return breakdown(report)

    @extend_schema_field(serializers.BooleanField())
    def get_approved(self, report: FidelityReport) -> bool:
        review = _review(report)
        return review is not None and review.status == ReviewStatus.APPROVED

    @extend_schema_field(serializers.ChoiceField(choices=ReviewStatus.choices, allow_null=True))
    def get_review_status(self, report: FidelityReport) -> Any:
        review = _review(report)
        return review.status if review is not None else None


class DecidedModelSerializer(ScoredModelSerializer):
    """The same after a decision; ``new_job_id`` makes the model anew, where that was asked."""

    new_job_id = serializers.SerializerMethodField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_new_job_id(self, report: FidelityReport) -> Any:
        return self.context.get("new_job_id")


def _review(report: FidelityReport) -> Review | None:
    return getattr(report.job, "review", None)
