"""How jobs that make 3D models and their results are told."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.assets.renditions import model_sources, picture_sources, turntable
from apps.jobs.models import JobStatus, ReviewStatus
from apps.jobs.monitor.model_jobs import ModelJob, ModelResult, results

from .fidelity_shown import BreakdownSerializer, breakdown, is_self_view
from .jobs_shown import ErrorSerializer, PersonSerializer


class ModelJobSerializer(serializers.Serializer[Any]):
    """A job in a list; ``status`` is the engine's own."""

    id = serializers.UUIDField(source="job.pk")
    status = serializers.ChoiceField(source="job.status", choices=JobStatus.choices)
    is_batch = serializers.BooleanField(source="job.is_batch")
    paused = serializers.BooleanField(source="job.paused")
    title = serializers.CharField(source="job.title")
    provider = serializers.CharField(source="job.params.provider")
    quality = serializers.CharField(source="job.params.quality")
    fidelity_target = serializers.FloatField(source="job.params.fidelity_target")
    target = serializers.CharField(source="job.params.target")
    asset_ids = serializers.ListField(child=serializers.UUIDField())
    total_assets = serializers.SerializerMethodField()
    processed_assets = serializers.IntegerField(source="processed")
    progress_percentage = serializers.FloatField(
        source="progress", help_text="The share of the work that the machines have behind them."
    )
    batch = serializers.UUIDField(source="job.batch_id", allow_null=True)
    ancestor = serializers.UUIDField(source="job.ancestor_id", allow_null=True)
    error = serializers.SerializerMethodField()
    created_by = PersonSerializer(source="job.created_by", allow_null=True)
    created_at = serializers.DateTimeField(source="job.created_at")
    updated_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(source="job.started_at", allow_null=True)
    finished_at = serializers.DateTimeField(source="job.finished_at", allow_null=True)

    @extend_schema_field(serializers.IntegerField())
    def get_total_assets(self, told: ModelJob) -> int:
        return int(told.job.counts.get("total", 0)) if told.job.is_batch else 1

    @extend_schema_field(ErrorSerializer(allow_null=True))
    def get_error(self, told: ModelJob) -> Any:
        return told.job.error


class ModelResultSerializer(serializers.Serializer[Any]):
    """What became of one asset. Everything is measured; null is what is not known (yet).

    ``processing_time`` is in seconds of work, ``file_size`` in bytes of the GLB. A score with
    ``self_view`` was made against the very photograph the model was projected from: read it with
    ``seen_share``, the part of the surface that a photograph shows.
    """

    asset_id = serializers.UUIDField(allow_null=True)
    job_id = serializers.UUIDField(source="job.pk")
    status = serializers.ChoiceField(source="job.status", choices=JobStatus.choices)
    error = serializers.SerializerMethodField()
    model_asset_id = serializers.UUIDField(source="model.asset_id", allow_null=True, default=None)
    model_url = serializers.SerializerMethodField()
    draco_url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()
    turntable_url = serializers.SerializerMethodField()
    fidelity_score = serializers.FloatField(source="report.score", allow_null=True, default=None)
    breakdown = serializers.SerializerMethodField()
    self_view = serializers.SerializerMethodField()
    seen_share = serializers.SerializerMethodField()
    calibration = serializers.SerializerMethodField()
    gate_passed = serializers.SerializerMethodField()
    review_id = serializers.UUIDField(source="review.pk", allow_null=True, default=None)
    review_status = serializers.ChoiceField(
        source="review.status", choices=ReviewStatus.choices, allow_null=True, default=None
    )
    provider = serializers.CharField(source="job.params.provider")
    processing_time = serializers.FloatField(source="seconds", allow_null=True)
    file_size = serializers.IntegerField(source="model.blob.size", allow_null=True, default=None)
    vertex_count = serializers.SerializerMethodField()
    polygon_count = serializers.SerializerMethodField()

    @extend_schema_field(ErrorSerializer(allow_null=True))
    def get_error(self, result: ModelResult) -> Any:
        return result.job.error

    def get_model_url(self, result: ModelResult) -> str | None:
        found = model_sources(result.model)
        return found["url"] if found else None

    def get_draco_url(self, result: ModelResult) -> str | None:
        found = model_sources(result.model)
        return found["draco_url"] if found else None

    def get_thumbnail_url(self, result: ModelResult) -> str | None:
        pictures = picture_sources(result.model)
        return pictures[0]["url"] if pictures else None

    def get_turntable_url(self, result: ModelResult) -> str | None:
        film = turntable(result.model)
        return (film["mp4"] or film["webp"]) if film else None

    @extend_schema_field(BreakdownSerializer(allow_null=True))
    def get_breakdown(self, result: ModelResult) -> Any:
        return None if result.report is None else breakdown(result.report)

    def get_self_view(self, result: ModelResult) -> bool | None:
        return None if result.report is None else is_self_view(result.report)

    def get_seen_share(self, result: ModelResult) -> float | None:
        return None if result.report is None else result.report.report.get("seen_share")

    def get_calibration(self, result: ModelResult) -> str | None:
        return (result.report.calibration or None) if result.report is not None else None

    def get_gate_passed(self, result: ModelResult) -> bool | None:
        return None if result.report is None else result.report.gate.get("passed")

    def get_vertex_count(self, result: ModelResult) -> int | None:
        return None if result.model is None else result.model.facts.get("vertices")

    def get_polygon_count(self, result: ModelResult) -> int | None:
        return None if result.model is None else result.model.facts.get("triangles")


class ModelJobDetailSerializer(ModelJobSerializer):
    """A job with what became of each of its assets, in the order of ``asset_ids``."""

    results = serializers.SerializerMethodField()

    @extend_schema_field(ModelResultSerializer(many=True))
    def get_results(self, told: ModelJob) -> Any:
        return ModelResultSerializer(results(told.job), many=True).data
