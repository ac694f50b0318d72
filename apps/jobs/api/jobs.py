"""``/jobs/``: asking for work, following it, steering it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.models import User
from apps.accounts.permissions import Action
from apps.jobs.engine import control, undoing
from apps.jobs.live.board import board_snapshot
from apps.jobs.live.catch_up import catch_up, number_given, snapshot_message
from apps.jobs.models import Job
from apps.jobs.monitor.listing import visible_jobs
from skyy.api.cursors import CursorPagination
from skyy.api.idempotency import IDEMPOTENCY_KEY, idempotency_key

from .filters import ChildFilter, JobFilter
from .followed import BoardSerializer, EventsSerializer, SnapshotSerializer
from .jobs_shown import JobDetailSerializer, JobSerializer
from .requested import JobRequestSerializer, from_request

AFTER = OpenApiParameter(
    "after", OpenApiTypes.INT, description="The last event number that is known. None: a snapshot."
)


@extend_schema_view(
    list=extend_schema(operation_id="jobs_list", summary="Jobs, newest first", tags=["jobs"]),
    retrieve=extend_schema(
        operation_id="jobs_read",
        summary="A job with its steps or counts",
        tags=["jobs"],
        responses=JobDetailSerializer,
    ),
)
class JobViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Job]):
    """Jobs of this user, or of the team for a Reviewer and above."""

    actions = {
        "list": Action.CREATE_JOBS,
        "create": Action.CREATE_JOBS,
        "retrieve": Action.CREATE_JOBS,
        "children": Action.CREATE_JOBS,
        "events": Action.CREATE_JOBS,
        "snapshot": Action.CREATE_JOBS,
        "board": Action.CREATE_JOBS,
        "cancel": Action.CONTROL_JOBS,
        "retry": Action.CONTROL_JOBS,
        "pause": Action.CONTROL_JOBS,
        "resume": Action.CONTROL_JOBS,
        "undo_again": Action.CONTROL_JOBS,
        "put_right": Action.CONTROL_JOBS,
    }
    queryset = Job.objects.none()
    serializer_class = JobSerializer
    filterset_class = JobFilter
    pagination_class = CursorPagination
    ordering_fields = ["created_at", "started_at", "finished_at", "priority", "status"]
    ordering = ["-created_at", "-id"]
    lookup_value_regex = "[0-9a-fA-F-]{36}"

    def get_throttles(self) -> list[Any]:
        self.throttle_scope = "generation" if self.action == "create" else None
        return super().get_throttles()

    def get_queryset(self) -> QuerySet[Job]:
        return visible_jobs(_user(self.request))

    @extend_schema(
        operation_id="jobs_create",
        summary="Ask for work",
        tags=["jobs"],
        request=JobRequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={202: JobDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        serializer = JobRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        key = idempotency_key(request)
        job = from_request(_user(request), serializer.validated_data, idempotency_key=key)
        return self._accepted(job.pk)

    def retrieve(self, request: Request, pk: Any) -> Response:
        return Response(JobDetailSerializer(self._described(pk)).data)

    @extend_schema(
        operation_id="jobs_children",
        summary="A batch's jobs",
        tags=["jobs"],
        responses=JobSerializer(many=True),
    )
    @action(detail=True, filterset_class=ChildFilter)
    def children(self, request: Request, pk: Any) -> Response:
        batch = self._job(pk)
        children = visible_jobs(_user(request)).filter(batch=batch)
        page = self.paginate_queryset(self.filter_queryset(children))
        return self.get_paginated_response(JobSerializer(page, many=True).data)

    @extend_schema(
        operation_id="jobs_events",
        summary="Events after a number, or a snapshot when the number is unknown",
        tags=["jobs"],
        parameters=[AFTER],
        responses=EventsSerializer,
        filters=False,
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def events(self, request: Request, pk: Any) -> Response:
        after = number_given(request.query_params.get("after", ""))
        messages, number = catch_up(self._job(pk), after=after)
        if messages and messages[0]["type"] == "snapshot":
            return Response(messages[0])
        return Response({"type": "events", "number": number, "events": messages})

    @extend_schema(
        operation_id="jobs_snapshot",
        summary="A job as the sockets describe it",
        tags=["jobs"],
        responses=SnapshotSerializer,
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def snapshot(self, request: Request, pk: Any) -> Response:
        return Response(snapshot_message(self._job(pk)))

    @extend_schema(
        operation_id="jobs_board",
        summary="What /ws/jobs/ begins with, for clients without sockets",
        tags=["jobs"],
        responses=BoardSerializer,
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def board(self, request: Request) -> Response:
        return Response(board_snapshot(_user(request)))

    @extend_schema(
        operation_id="jobs_cancel",
        summary="Stop a job or a batch",
        tags=["jobs"],
        request=None,
        responses={202: JobDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def cancel(self, request: Request, pk: Any) -> Response:
        control.cancel(self._job(pk), _user(request))
        return self._accepted(pk)

    @extend_schema(
        operation_id="jobs_retry",
        summary="Run again what failed",
        tags=["jobs"],
        request=None,
        responses={202: JobDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def retry(self, request: Request, pk: Any) -> Response:
        control.retry(self._job(pk), _user(request))
        return self._accepted(pk)

    @extend_schema(
        operation_id="jobs_pause",
        summary="Begin no more steps",
        tags=["jobs"],
        request=None,
        responses={202: JobDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def pause(self, request: Request, pk: Any) -> Response:
        control.pause(self._job(pk))
        return self._accepted(pk)

    @extend_schema(
        operation_id="jobs_resume",
        summary="Go on after a pause",
        tags=["jobs"],
        request=None,
        responses={202: JobDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    @once
    def resume(self, request: Request, pk: Any) -> Response:
        control.resume(self._job(pk))
        return self._accepted(pk)

    @extend_schema(
        operation_id="jobs_undo_again",
        summary="Try again what could not be undone",
        tags=["jobs"],
        request=None,
        responses={202: JobDetailSerializer},
    )
    @action(detail=True, methods=["post"], url_path="undo-again")
    @once
    def undo_again(self, request: Request, pk: Any) -> Response:
        undoing.undo_again(self._job(pk), _user(request))
        return self._accepted(pk)

    @extend_schema(
        operation_id="jobs_put_right",
        summary="What could not be undone was put right by hand",
        tags=["jobs"],
        request=None,
        responses={202: JobDetailSerializer},
    )
    @action(detail=True, methods=["post"], url_path="put-right")
    @once
    def put_right(self, request: Request, pk: Any) -> Response:
        undoing.put_right(self._job(pk), _user(request))
        return self._accepted(pk)

    def _job(self, pk: Any) -> Job:
        return get_object_or_404(visible_jobs(_user(self.request)), pk=pk)

    def _described(self, pk: Any) -> Job:
        described = visible_jobs(_user(self.request)).select_related("review")
        return get_object_or_404(described.prefetch_related("steps"), pk=pk)

    def _accepted(self, pk: Any) -> Response:
        job = self._described(pk)
        return Response(JobDetailSerializer(job).data, status=status.HTTP_202_ACCEPTED)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
