"""How jobs and their steps are told."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.accounts.models import User
from apps.catalog.models import Variant
from apps.jobs.costs.of_job import costs_of
from apps.jobs.models import Job, Step

from .costs import JobCostSerializer


class PersonSerializer(serializers.ModelSerializer[User]):
    """Who asked, in few words."""

    name = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = User
        fields = ["id", "name"]


class JobVariantSerializer(serializers.ModelSerializer[Variant]):
    """The variant, in few words."""

    class Meta:
        model = Variant
        fields = ["id", "sku"]


class ErrorSerializer(serializers.Serializer[Any]):
    """Why it failed, in words, with a stable code."""

    code = serializers.CharField()
    message = serializers.CharField()


class CountsSerializer(serializers.Serializer[Any]):
    """A batch's jobs by status, rolled up a moment ago."""

    total = serializers.IntegerField()
    pending = serializers.IntegerField()
    processing = serializers.IntegerField()
    awaiting_review = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()


class StepSerializer(serializers.ModelSerializer[Step]):
    """One step; ``progress`` from 0 to 1, ``seconds`` spent in its handler."""

    error = serializers.SerializerMethodField()

    class Meta:
        model = Step
        fields = [
            "key",
            "needs",
            "queue",
            "handler",
            "status",
            "progress",
            "attempts",
            "max_attempts",
            "from_cache",
            "result",
            "error",
            "seconds",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields

    @extend_schema_field(ErrorSerializer(allow_null=True))
    def get_error(self, step: Step) -> Any:
        return step.error


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job in a list; ``number`` is that of its newest event."""

    number = serializers.IntegerField(source="last_event", read_only=True)
    created_by = PersonSerializer(read_only=True, allow_null=True)
    variant = JobVariantSerializer(read_only=True, allow_null=True)
    counts = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields: tuple[str, ...] = (
            "id",
            "kind",
            "title",
            "status",
            "paused",
            "priority",
            "is_batch",
            "batch",
            "ancestor",
            "source",
            "variant",
            "campaign",
            "params",
            "counts",
            "facts",
            "error",
            "number",
            "created_by",
            "created_at",
            "started_at",
            "finished_at",
        )
        read_only_fields = fields

    @extend_schema_field(CountsSerializer(allow_null=True))
    def get_counts(self, job: Job) -> Any:
        return job.counts if job.is_batch else None

    @extend_schema_field(ErrorSerializer(allow_null=True))
    def get_error(self, job: Job) -> Any:
        return job.error


class JobDetailSerializer(JobSerializer):
    """A job with its steps (a batch has none), its review, where it has one, and what it cost: a
    batch's are the costs of all its jobs, and none is empty."""

    steps = StepSerializer(many=True, read_only=True)
    review = serializers.SerializerMethodField()
    costs = serializers.SerializerMethodField()

    class Meta(JobSerializer.Meta):
        fields = (*JobSerializer.Meta.fields, "steps", "review", "costs")
        read_only_fields = fields

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_review(self, job: Job) -> UUID | None:
        review = getattr(job, "review", None)
        return review.pk if review is not None else None

    @extend_schema_field(JobCostSerializer(many=True))
    def get_costs(self, job: Job) -> Any:
        return JobCostSerializer(costs_of(job), many=True).data
