"""``/pipeline/``: 3D models of photographs, asked for and followed."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.jobs.engine import control
from apps.jobs.making import estimates, model_3d
from apps.jobs.making.named import photographs_named
from apps.jobs.models import Job
from apps.jobs.monitor.model_jobs import described, model_jobs
from skyy.api.idempotency import IDEMPOTENCY_KEY, idempotency_key

from .pipeline_filters import ModelJobFilter
from .pipeline_providers import EstimateSerializer
from .pipeline_requested import (
    BatchOfModelsSerializer,
    EstimateRequestSerializer,
    OneModelSerializer,
)
from .pipeline_shown import ModelJobDetailSerializer, ModelJobSerializer

TAGS = ["pipeline"]


class PipelineRequestViewSet(viewsets.ViewSet):
    """Asking for 3D models, and what they would cost."""

    actions = {
        "generate": Action.CREATE_JOBS,
        "batch_generate": Action.CREATE_JOBS,
        "estimate": Action.READ,
    }

    def get_throttles(self) -> list[Any]:
        creates = self.action in ("generate", "batch_generate")
        self.throttle_scope = "generation" if creates else None
        return super().get_throttles()

    @extend_schema(
        operation_id="pipeline_generate",
        summary="Ask for a 3D model of one photograph",
        tags=TAGS,
        request=OneModelSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={202: ModelJobSerializer},
    )
    @action(detail=False, methods=["post"])
    def generate(self, request: Request) -> Response:
        asked = OneModelSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        user = _user(request)
        named = photographs_named(user, {"asset_id": asked.validated_data["asset_id"]})
        key = idempotency_key(request)
        return _accepted(
            user, model_3d.generate(user, named[0], asked.wish(), idempotency_key=key), brief=True
        )

    @extend_schema(
        operation_id="pipeline_batch_generate",
        summary="Ask for 3D models of several photographs",
        tags=TAGS,
        request=BatchOfModelsSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={202: ModelJobSerializer},
    )
    @action(detail=False, methods=["post"], url_path="batch-generate")
    def batch_generate(self, request: Request) -> Response:
        asked = BatchOfModelsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        user = _user(request)
        ids = {f"asset_ids.{n}": one for n, one in enumerate(asked.validated_data["asset_ids"])}
        named = photographs_named(user, ids)
        key = idempotency_key(request)
        return _accepted(
            user,
            model_3d.generate_batch(user, named, asked.wish(), idempotency_key=key),
            brief=True,
        )

    @extend_schema(
        operation_id="pipeline_estimate",
        summary="What 3D models would cost",
        tags=TAGS,
        request=EstimateRequestSerializer,
        responses=EstimateSerializer,
    )
    @action(detail=False, methods=["post"])
    def estimate(self, request: Request) -> Response:
        asked = EstimateRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(EstimateSerializer(estimates.estimate(**asked.validated_data)).data)


class ModelJobViewSet(viewsets.GenericViewSet[Job]):
    """One's own jobs that make 3D models, or the team's for a Reviewer and above."""

    actions = {
        "list": Action.CREATE_JOBS,
        "retrieve": Action.CREATE_JOBS,
        "cancel": Action.CONTROL_JOBS,
        "retry": Action.CONTROL_JOBS,
    }
    queryset = Job.objects.none()
    serializer_class = ModelJobSerializer
    filterset_class = ModelJobFilter
    ordering_fields = ["created_at", "started_at", "finished_at", "status"]
    ordering = ["-created_at", "-id"]
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_queryset(self) -> QuerySet[Job]:
        return model_jobs(_user(self.request))

    @extend_schema(
        operation_id="pipeline_jobs_list",
        summary="Jobs that make 3D models, newest first",
        tags=TAGS,
    )
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(ModelJobSerializer(described(page), many=True).data)

    @extend_schema(
        operation_id="pipeline_jobs_read",
        summary="A job with what became of each asset",
        tags=TAGS,
        responses=ModelJobDetailSerializer,
    )
    def retrieve(self, request: Request, pk: Any) -> Response:
        (told,) = described([_seen(_user(request), pk)])
        return Response(ModelJobDetailSerializer(told).data)

    @extend_schema(
        operation_id="pipeline_jobs_cancel",
        summary="Stop a job or a batch",
        tags=TAGS,
        request=None,
        responses={202: ModelJobDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def cancel(self, request: Request, pk: Any) -> Response:
        job = _seen(_user(request), pk)
        control.cancel(job, _user(request))
        return _accepted(_user(request), job)

    @extend_schema(
        operation_id="pipeline_jobs_retry",
        summary="Run again what failed",
        tags=TAGS,
        request=None,
        responses={202: ModelJobDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def retry(self, request: Request, pk: Any) -> Response:
        job = _seen(_user(request), pk)
        control.retry(job, _user(request))
        return _accepted(_user(request), job)


def _seen(user: User, pk: Any) -> Job:
    return get_object_or_404(model_jobs(user), pk=pk)


def _accepted(user: User, job: Job, *, brief: bool = False) -> Response:
    (told,) = described([_seen(user, job.pk)])
    shape = ModelJobSerializer if brief else ModelJobDetailSerializer
    return Response(shape(told).data, status=status.HTTP_202_ACCEPTED)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
